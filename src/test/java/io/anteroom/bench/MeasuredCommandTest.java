package io.anteroom.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a command is given to the benchmark of the start. */
class MeasuredCommandTest {

  @Test
  void anExecutableWithVariablesAndArguments() {
    MeasuredCommand command = MeasuredCommand.parse(" A_B=c=d  E= ./runner -Xmn8m F=g ");
    assertEquals(Map.of("A_B", "c=d", "E", ""), command.variables());
    assertEquals(List.of("./runner", "-Xmn8m", "F=g"), command.program());
  }

  @Test
  void aJarIsStartedWithTheJvmOfTheBenchmarkAndItsOptions() {
    List<String> program = MeasuredCommand.parse("-Xmx64m app/run.jar migrate").program();
    assertTrue(program.get(0).endsWith("/bin/java"), program::toString);
    assertEquals(List.of("-Xmx64m", "-jar", "app/run.jar", "migrate"), program.subList(1, 5));
  }
}

package io.anteroom;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of Prometheus, where they are: Debian has them in the package prometheus. */
public final class Promtool {

  /**
   * What it came to.
   *
   * @param code 0 where all is well
   */
  public record Result(int code, String output) {}

  private Promtool() {}

  /** Skips the test where a program is not on the PATH. */
  public static void assumeThere(String program) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
        "skipped: " + program + " is not on the PATH (Debian has it in the package prometheus)");
  }

  /**
   * Runs {@code promtool} to its end.
   *
   * @param input what it reads; null is nothing
   */
  public static Result run(Path input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("promtool", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.redirectInput(input == null ? new File("/dev/null") : input.toFile());
    Process process = builder.start();
    if (!process.waitFor(300, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("promtool does not end: " + command);
    }
    return new Result(process.exitValue(), Files.readString(output));
  }
}

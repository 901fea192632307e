package io.anteroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Each command has help, and stands in the README. */
class HelpTest {

  private final Cli cli = new Cli();

  @Test
  void eachCommandHasHelpAndStandsInTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    PrintStream none = new PrintStream(PrintStream.nullOutputStream());
    List<List<String>> paths = paths(CommandTree.in(cli.console(none, none)), List.of());
    assertEquals(22, paths.size(), paths.toString());
    for (List<String> path : paths) {
      assertTrue(readme.contains("anteroom " + String.join(" ", path)), path.toString());
      List<String> args = new ArrayList<>(path);
      args.add("--help");
      Result help = cli.run(args.toArray(String[]::new));
      assertEquals(0, help.code(), path.toString());
      assertTrue(help.out().startsWith("Usage: anteroom " + String.join(" ", path)), help.out());
    }
  }

  /** The commands that do something. */
  private static List<List<String>> paths(CommandLine command, List<String> path) {
    if (command.getSubcommands().isEmpty()) {
      return List.of(path);
    }
    List<List<String>> paths = new ArrayList<>();
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> below = new ArrayList<>(path);
              below.add(name);
              paths.addAll(paths(sub, below));
            });
    return paths;
  }

  @Test
  void aCommandThatIsNotThereIsExitCode2() {
    Result result = cli.run("task", "list");
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("tasks"), "what was meant: " + result.err());
    assertEquals("", result.out());
    assertEquals(ExitCode.USAGE, cli.run("quota", "--nonsense").code());
    assertEquals(ExitCode.USAGE, cli.run("quota", "-o", "xml").code());
    assertEquals(ExitCode.USAGE, cli.run().code());
  }
}

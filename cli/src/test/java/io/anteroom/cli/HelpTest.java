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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  /** No line is wider than the terminal, and no word of the usual help is missing. */
  @ParameterizedTest
  @ValueSource(ints = {20, 33, 55, 59, 60, 80})
  void helpFitsTheTerminal(int columns) {
    PrintStream none = new PrintStream(PrintStream.nullOutputStream());
    List<List<String>> all =
        new ArrayList<>(paths(CommandTree.in(cli.console(none, none)), List.of()));
    all.addAll(List.of(List.of(), List.of("tasks"), List.of("bulk"), List.of("callbacks")));
    for (List<String> path : all) {
      List<String> args = new ArrayList<>(path);
      args.add("--help");
      Result wide = new Cli().run(args.toArray(String[]::new));
      Result help = new Cli().terminal(columns).run(args.toArray(String[]::new));
      assertEquals(0, help.code(), help.err());
      help.lines().forEach(line -> assertTrue(line.length() <= columns, line));
      String words = help.out().replaceAll("\\s", "");
      for (String word : wide.out().split("\\s+")) {
        assertTrue(words.contains(word.replaceAll(",$", "")), word + " is not in " + help.out());
      }
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

package io.anteroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

  private final Cli cli = new Cli();

  @Test
  void bashCompletesCommandsAndOptions(@TempDir Path folder) throws Exception {
    Path script = Files.writeString(folder.resolve("c"), cli.run("completion", "bash").out());
    assertEquals("cancel get list retry watch", completed(script, "tasks", ""));
    assertEquals("--detach --doubled --dry-run", completed(script, "bulk", "retry", "--d"));
  }

  /** What bash offers for the last word, in order. */
  private static String completed(Path script, String... words) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    String line =
        "compopt() { :; }; source '%s'; COMP_WORDS=(anteroom '%s'); COMP_CWORD=%d; _complete_anteroom; "
                .formatted(script, String.join("' '", words), words.length)
            + "printf '%s\\n' \"${COMPREPLY[@]}\" | sed 's/ *$//' | LC_ALL=C sort -u | paste -sd ' '";
    Process bash = new ProcessBuilder("/bin/bash", "-c", line).redirectErrorStream(true).start();
    bash.getOutputStream().close();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void zshTakesTheScriptOfBash() {
    assertEquals(cli.run("completion", "bash").out(), cli.run("completion", "zsh").out());
    assertTrue(cli.run("completion", "zsh").out().contains("bashcompinit"));
  }

  @Test
  void fishKnowsEachCommandAndOption() {
    Result result = cli.run("completion", "fish");
    assertEquals(0, result.code(), result.err());
    assertTrue(
        result
            .lines()
            .contains(
                "complete -c anteroom -n '__fish_seen_subcommand_from tasks; and not"
                    + " __fish_seen_subcommand_from list get watch retry cancel' -a get -d"
                    + " 'One task with all that is known of it, or some tasks as a list.'"),
        result.out());
    assertTrue(
        result.out().contains("tasks; and __fish_seen_subcommand_from list' -l status -x"),
        result.out());
  }

  @Test
  void anotherShellIsExitCode2() {
    assertEquals(ExitCode.USAGE, cli.run("completion", "tcsh").code());
  }
}

package io.anteroom.cli.completion;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.output.Console;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands in a shell. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Print a script that completes commands and options.",
      "bash, zsh: source <(anteroom completion bash)",
      "fish: anteroom completion fish > ~/.config/fish/completions/anteroom.fish"
    })
public final class CompletionCommand implements Callable<Integer> {

  /** Shells that are known. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Console console;

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  Shell shell;

  /** For a run. */
  public CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    // That for bash loads what zsh needs to understand it.
    String script =
        shell == Shell.FISH
            ? FishCompletion.of(root.getCommandSpec())
            : AutoComplete.bash(root.getCommandName(), root);
    console.out().print(script);
    return ExitCode.DONE;
  }
}

package io.anteroom.cli.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes a completion script for fish, which picocli does not. Stateless. */
final class FishCompletion {

  private FishCompletion() {}

  static String of(CommandSpec root) {
    List<String> lines = new ArrayList<>();
    lines.add("# completion of " + root.name() + " for fish");
    lines.add("complete -c " + root.name() + " -f");
    write(root, root.name(), List.of(), lines);
    return String.join("\n", lines) + "\n";
  }

  private static void write(
      CommandSpec command, String program, List<String> path, List<String> lines) {
    String here = path.isEmpty() ? "__fish_use_subcommand" : seen(path, command);
    for (Map.Entry<String, CommandLine> sub : command.subcommands().entrySet()) {
      lines.add(
          "complete -c %s -n %s -a %s -d %s"
              .formatted(
                  program,
                  quoted(here),
                  sub.getKey(),
                  quoted(first(sub.getValue().getCommandSpec().usageMessage().description()))));
      List<String> below = new ArrayList<>(path);
      below.add(sub.getKey());
      write(sub.getValue().getCommandSpec(), program, below, lines);
    }
    if (command.subcommands().isEmpty()) {
      command.options().forEach(option -> lines.add(option(option, program, seen(path, command))));
      if (command.name().equals("index")) {
        lines.add("complete -c %s -n %s -F".formatted(program, quoted(seen(path, command))));
      }
      if (command.name().equals("completion")) {
        lines.add(
            "complete -c %s -n %s -a 'bash zsh fish'"
                .formatted(program, quoted(seen(path, command))));
      }
    }
  }

  /** All words of the path are there, and none of those below. */
  private static String seen(List<String> path, CommandSpec command) {
    StringBuilder condition = new StringBuilder();
    for (String word : path) {
      condition.append(condition.length() == 0 ? "" : "; and ");
      condition.append("__fish_seen_subcommand_from ").append(word);
    }
    if (!command.subcommands().isEmpty()) {
      condition
          .append("; and not __fish_seen_subcommand_from ")
          .append(String.join(" ", command.subcommands().keySet()));
    }
    return condition.toString();
  }

  private static String option(OptionSpec option, String program, String condition) {
    StringBuilder line =
        new StringBuilder("complete -c %s -n %s".formatted(program, quoted(condition)));
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) {
      line.append(" -x");
    }
    return line.append(" -d ").append(quoted(first(option.description()))).toString();
  }

  private static String first(String[] description) {
    return description.length == 0 ? "" : description[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}

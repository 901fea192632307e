package io.anteroom.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_OPTION_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_PARAMETER_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING;

import io.anteroom.cli.output.DisplayText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Help for a terminal that has no room for two columns: each option is a line, and what it does
 * stands below it. Picocli's own help takes at least 55 columns.
 */
final class NarrowHelp {

  /** Below this many columns it is better than picocli's. */
  static final int LIMIT = 60;

  /** Picocli must not wrap what is wrapped here. */
  private static final int UNWRAPPED = 10_000;

  private final int width;

  private NarrowHelp(int width) {
    this.width = width;
  }

  /** Gives it to a command and all that are below it. */
  static void on(CommandLine command, int width) {
    NarrowHelp help = new NarrowHelp(width);
    Map<String, IHelpSectionRenderer> sections = new HashMap<>(command.getHelpSectionMap());
    sections.put(SECTION_KEY_SYNOPSIS_HEADING, any -> "");
    sections.put(
        SECTION_KEY_SYNOPSIS, shown -> help.lines(0, "Usage: " + shown.synopsis(0).strip()));
    sections.put(SECTION_KEY_DESCRIPTION, shown -> help.lines(0, shown.description()));
    sections.put(SECTION_KEY_PARAMETER_LIST, help::parameters);
    sections.put(SECTION_KEY_OPTION_LIST, help::options);
    sections.put(SECTION_KEY_COMMAND_LIST, help::commands);
    sections.put(SECTION_KEY_FOOTER, shown -> help.lines(0, shown.footer()));
    command.setHelpSectionMap(sections).setUsageHelpWidth(UNWRAPPED);
  }

  private String parameters(Help help) {
    return help.commandSpec().positionalParameters().stream()
        .filter(parameter -> !parameter.hidden())
        .map(parameter -> entry(label(parameter), parameter.description()))
        .collect(Collectors.joining());
  }

  private String options(Help help) {
    return help.commandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(option -> entry(label(option), option.description()))
        .collect(Collectors.joining());
  }

  private String commands(Help help) {
    return help.subcommands().entrySet().stream()
        .map(command -> entry(command.getKey(), first(command.getValue())))
        .collect(Collectors.joining());
  }

  private static String[] first(Help help) {
    String[] description = help.commandSpec().usageMessage().description();
    return description.length == 0 ? description : new String[] {description[0]};
  }

  private static String label(PositionalParamSpec parameter) {
    return parameter.paramLabel() + more(parameter);
  }

  private static String label(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    return String.join(", ", option.names()) + value;
  }

  private static String more(ArgSpec argument) {
    return argument.arity().max() > 1 ? "..." : "";
  }

  private String entry(String label, String... description) {
    return lines(2, label) + lines(4, String.join(" ", description));
  }

  /** Each line of the text, wrapped. */
  private String lines(int indent, String text) {
    return text.lines()
        .flatMap(line -> wrapped(line, indent))
        .map(line -> " ".repeat(indent) + line + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private Stream<String> wrapped(String line, int indent) {
    List<String> lines = DisplayText.wrapped(line.strip(), width - indent);
    return lines.isEmpty() ? Stream.of("") : lines.stream();
  }
}

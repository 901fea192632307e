package io.anteroom.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands of {@code docs/tour.md} in their order, each with what the page says it prints. */
final class TourPage {

  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|text)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /**
   * A block of commands.
   *
   * @param prints the lines after it; empty where the page shows none
   */
  record Step(String command, String prints) {

    /** Whether the output has all lines that the page shows, in their order. */
    boolean matches(String output) {
      return pattern().matcher(output).find();
    }

    private Pattern pattern() {
      return Pattern.compile(
          prints
              .lines()
              .map(
                  line ->
                      Arrays.stream(line.split("…", -1))
                          .map(Pattern::quote)
                          .collect(Collectors.joining(".*?")))
              .collect(Collectors.joining(".*?")),
          Pattern.DOTALL);
    }
  }

  private TourPage() {}

  /** All steps; a text of the page is changed by the replacement first. */
  static List<Step> steps(UnaryOperator<String> replacement) {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(replacement.apply(page()));
    while (block.find()) {
      if (block.group(1).equals("sh")) {
        steps.add(new Step(block.group(2), ""));
      } else {
        Step last = steps.remove(steps.size() - 1);
        steps.add(new Step(last.command(), block.group(2)));
      }
    }
    return steps;
  }

  private static String page() {
    try {
      return Files.readString(Path.of("docs/tour.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.anteroom.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The examples in the README. */
public final class Readme {

  private Readme() {}

  /** The blocks that are whole files. The first is the example to begin with. */
  public static List<String> files() {
    return blocks("java").stream().filter(Readme::isFile).toList();
  }

  /** The blocks that are pieces of a method. */
  static List<String> pieces() {
    return blocks("java").stream().filter(block -> !isFile(block)).toList();
  }

  /** What the frameworks are configured with. */
  static List<String> properties() {
    return blocks("properties");
  }

  private static boolean isFile(String block) {
    return block.contains("public class ");
  }

  private static List<String> blocks(String language) {
    try {
      return Pattern.compile("(?s)```%s\n(.*?)```".formatted(language))
          .matcher(Files.readString(Path.of("README.md")))
          .results()
          .map((MatchResult block) -> block.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

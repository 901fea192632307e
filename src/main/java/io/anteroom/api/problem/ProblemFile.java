package io.anteroom.api.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the files of {@code src/main/resources/problems}. */
final class ProblemFile {

  private ProblemFile() {}

  /**
   * The text of a file.
   *
   * @param name its path below {@code problems}
   * @throws IllegalStateException if there is no such file
   */
  static String read(String name) {
    try (InputStream file = ProblemFile.class.getResourceAsStream("/problems/" + name)) {
      if (file == null) {
        throw new IllegalStateException("there is no file problems/" + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

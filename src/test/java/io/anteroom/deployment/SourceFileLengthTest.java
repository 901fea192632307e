package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long file has more than one reason to change. */
class SourceFileLengthTest {

  private static final int MAX_LINES = 250;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/main/java",
        "src/sandbox/java",
        "src/oidc/java",
        "src/oidc-test/java",
        "src/test/java",
        "clients/java/src/main/java",
        "clients/java/src/test/java"
      })
  void noFileIsTooLong(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      List<Path> tooLong =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> lines(file) > MAX_LINES)
              .toList();
      assertEquals(List.of(), tooLong, "files of more than " + MAX_LINES + " lines");
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

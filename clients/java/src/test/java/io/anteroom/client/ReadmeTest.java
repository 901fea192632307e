package io.anteroom.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows can be compiled. */
class ReadmeTest {

  /** What a piece may use, beside all types of the client. */
  private static final String AROUND =
      """
      import io.anteroom.client.*;
      import io.anteroom.client.callback.*;
      import io.anteroom.client.failure.*;
      import io.anteroom.client.json.*;
      import io.anteroom.client.request.*;
      import io.anteroom.client.response.*;
      import java.io.InputStream;
      import java.net.URI;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.stream.Stream;

      abstract class Piece%d {
        interface Request { String getHeader(String name); }

        abstract void log(String line);
        abstract InputStream open(String name);
        abstract boolean isNew(String id);
        abstract void remember(String id);

        void piece(AnteroomClient anteroom, Flow.Subscriber<TaskEvent> subscriber, UUID id,
            String secret, byte[] body, Request request) {
          %s
        }
      }
      """;

  private static final Pattern PROPERTY = Pattern.compile("(anteroom\\.[a-z-]+)[\"}]");

  @TempDir Path folder;

  @Test
  void eachFileCompiles() throws IOException {
    JavaSources sources = new JavaSources();
    frameworks().forEach(sources::add);
    List<String> files = Readme.files();
    files.forEach(sources::add);
    assertEquals(List.of(), sources.compile(folder));
    assertEquals(7, files.size(), "the example, and three of each framework");
  }

  @Test
  void eachPieceCompiles() throws IOException {
    JavaSources sources = new JavaSources();
    List<String> pieces = Readme.pieces();
    for (int i = 0; i < pieces.size(); i++) {
      sources.add(AROUND.formatted(i, pieces.get(i)));
    }
    assertEquals(List.of(), sources.compile(folder));
    assertEquals(7, pieces.size());
  }

  /** And a port beside that of Anteroom. */
  @Test
  void eachPropertyOfAFrameworkIsShown() {
    List<String> shown = Readme.properties();
    Set<String> used =
        Readme.files().stream()
            .flatMap(file -> PROPERTY.matcher(file).results())
            .map(property -> property.group(1))
            .collect(Collectors.toSet());
    assertEquals(3, used.size(), used.toString());
    assertEquals(2, shown.size());
    for (String properties : shown) {
      used.forEach(name -> assertTrue(properties.contains("\n" + name + "="), name));
      assertTrue(properties.contains(".port=8081\n"), properties);
    }
  }

  @Test
  void theFirstExampleHasTenLines() {
    String example = Readme.files().get(0);
    long lines = example.lines().filter(line -> !line.startsWith("import")).count();
    assertTrue(lines <= 12, lines + " lines");
  }

  private static List<String> frameworks() throws IOException {
    try (InputStream text = ReadmeTest.class.getResourceAsStream("/frameworks.txt")) {
      String all = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.split("---\n")).skip(1).toList();
    }
  }
}

package io.anteroom.api.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {

  private final ProblemPageWriter text = new ProblemPageWriter(new ObjectMapper());

  @ParameterizedTest
  @EnumSource
  void everyTypeHasAPage(ProblemType type) {
    ProblemPage page = ProblemPage.of(type);
    assertTrue(page.meaning().length() > 10 && page.meaning().endsWith("."), page.meaning());
    assertTrue(page.remedy().length() > 10 && page.remedy().endsWith("."), page.remedy());
    assertTrue(page.title().length() > 5, page.title());
    assertTrue(page.example().detail().length() > 5, page.example().detail());
    assertTrue(type.status() >= 400 && type.status() < 600);
    assertEquals(type, ProblemType.named(type.label()).orElseThrow());
    assertTrue(text.html(page).contains("<h1>" + page.title() + "</h1>"));
    assertTrue(text.markdown(page).startsWith("# " + page.title()));
  }

  @Test
  void valuesAreEscaped() {
    ProblemPage page = ProblemPage.of(ProblemType.UNAUTHORIZED);
    assertTrue(text.html(page).contains("Bearer &lt;key&gt;"));
  }

  @Test
  void everyFileBelongsToAType() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/problems"))) {
      List<String> labels =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".md"))
              .map(name -> name.substring(0, name.length() - ".md".length()))
              .sorted()
              .toList();
      assertEquals(
          Arrays.stream(ProblemType.values()).map(ProblemType::label).sorted().toList(), labels);
    }
  }

  /** Problems are built by their type only, so that each has a page. */
  @Test
  void problemsAreBuiltByTheirTypeOnly() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> builders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(ProblemTypeTest::buildsProblems)
              .filter(file -> !file.endsWith("ProblemType.java"))
              .toList();
      assertEquals(List.of(), builders);
    }
  }

  private static boolean buildsProblems(Path file) {
    try {
      return Files.readString(file).contains("HttpProblem.builder(");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package io.anteroom.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.contract.OpenApiDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of reference say what the service does. */
class ReferencePagesTest {

  private static final Path SETTINGS = Path.of("docs/reference/settings.md");

  static List<ReferencePage> pages() {
    return List.of(
        new ReferencePage(SETTINGS, "the Javadoc of the settings", SettingsReference.tables()),
        new ReferencePage(
            Path.of("docs/metrics.md"),
            "the lists in io.anteroom.metrics",
            MetricsReference.table()),
        new ReferencePage(
            Path.of("docs/reference/calls.md"),
            "src/main/resources/META-INF/openapi.yaml",
            CallsReference.of(OpenApiDocument.written())));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void thePageIsWhatIsGenerated(ReferencePage page) {
    if (System.getProperty("reference.write") != null) {
      page.write();
    }
    assertEquals(
        page.expected(),
        page.present(),
        page.file() + " is not what is generated. This writes it: " + ReferencePage.COMMAND);
  }

  /** Short names of settings, such as DATABASE_URL, stand in no interface. */
  @Test
  void everyShortVariableIsDocumented() throws IOException {
    String page = Files.readString(SETTINGS);
    List<String> missing =
        Pattern.compile("\\$\\{([A-Z_]+)")
            .matcher(Files.readString(Path.of("src/main/resources/application.properties")))
            .results()
            .map((MatchResult variable) -> variable.group(1))
            .filter(variable -> !page.contains("`" + variable + "`"))
            .toList();
    assertEquals(List.of(), missing);
  }
}

package io.anteroom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.NodePackage;
import io.anteroom.NodePackage.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redocly's recommended rules find nothing in the document, not even a warning. */
class OpenApiLintTest {

  private static final String UNDONE = "the OpenAPI document was NOT checked by Redocly";
  private static final String CONFIGURATION = "redocly.yaml";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theDocumentFollowsTheRecommendedRules() throws IOException {
    assertEquals(List.of(), problems(OpenApiDocument.FILE));
  }

  /** Otherwise a rule set that is not applied would look like a good document. */
  @Test
  void aDocumentThatBreaksARuleIsFound(@TempDir Path folder) throws IOException {
    String document = Files.readString(OpenApiDocument.FILE);
    String broken = document.replaceFirst("(?m)^servers:\\R(?:  .*\\R)+", "");
    Path file = Files.writeString(folder.resolve("openapi.yaml"), broken);
    List<String> problems = problems(file);
    assertTrue(problems.toString().contains("no-empty-servers"), problems.toString());
  }

  private static List<String> problems(Path file) throws IOException {
    NodePackage redocly = NodePackage.install("redocly", UNDONE, CONFIGURATION);
    Output output =
        redocly.run(
            "npx",
            "--no-install",
            "redocly",
            "lint",
            "--config=" + CONFIGURATION,
            "--format=json",
            file.toAbsolutePath().toString());
    List<String> problems = new ArrayList<>();
    for (JsonNode problem : report(output).path("problems")) {
      problems.add(
          "%s: %s %s"
              .formatted(
                  problem.path("ruleId").asText(),
                  problem.path("message").asText(),
                  problem.at("/location/0/pointer").asText()));
    }
    return problems;
  }

  /** The report stands between words for people. */
  private static JsonNode report(Output output) throws IOException {
    int start = output.text().indexOf("{\n");
    assertTrue(start >= 0, output.text());
    JsonNode report = JSON.readTree(output.text().substring(start));
    assertTrue(report.has("problems"), output.text());
    return report;
  }
}

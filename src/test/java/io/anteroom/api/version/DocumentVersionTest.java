package io.anteroom.api.version;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The document of the API has the newest version of the API, which is a day. It is not the version
 * of the build: a build may change nothing of the API.
 */
class DocumentVersionTest {

  @Test
  void theDocumentHasTheNewestVersionOfTheApi() throws IOException {
    JsonNode document =
        new YAMLMapper().readTree(ApiVersion.class.getResource("/META-INF/openapi.yaml"));
    List<String> versions = ApiVersion.labels();
    assertEquals(versions.get(versions.size() - 1), document.path("info").path("version").asText());
  }
}

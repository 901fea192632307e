package io.anteroom.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Requests made of the examples of the document, so that copied examples work. */
public final class DocumentExamples {

  public static final String BOUNDARY = "a-boundary-of-the-example";

  private static final String FORM = "multipart/form-data";

  private DocumentExamples() {}

  /** The example of a call with its first content type, if it reads any. */
  public static ContractRequest of(ContractOperation operation) {
    return operation.reads().isEmpty() ? bare(operation) : of(operation, operation.reads().get(0));
  }

  /** The example of a call with this content type. */
  public static ContractRequest of(ContractOperation operation, String contentType) {
    JsonNode example = example(operation, contentType);
    return contentType.equals(FORM)
        ? form(bare(operation), example)
        : bare(operation).json(example.toString());
  }

  public static JsonNode example(ContractOperation operation, String contentType) {
    JsonNode media = operation.node().path("requestBody").path("content").path(contentType);
    return media.has("example")
        ? media.path("example")
        : media.path("examples").iterator().next().path("value");
  }

  /** A form with these fields; the field {@code file} is a file. */
  public static ContractRequest form(ContractRequest request, JsonNode fields) {
    StringBuilder body = new StringBuilder();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      body.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; name=\"");
      body.append(field.getKey()).append('"');
      if (field.getKey().equals("file")) {
        body.append("; filename=\"a.txt\"\r\nContent-Type: text/plain");
      }
      body.append("\r\n\r\n").append(field.getValue().asText()).append("\r\n");
    }
    body.append("--").append(BOUNDARY).append("--\r\n");
    return request
        .with("Content-Type", FORM + "; boundary=" + BOUNDARY)
        .body(body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ContractRequest bare(ContractOperation operation) {
    String target = operation.path();
    for (JsonNode parameter : operation.parameters()) {
      if (parameter.path("in").asText().equals("path")) {
        String name = "{" + parameter.path("name").asText() + "}";
        target = target.replace(name, parameter.path("example").asText());
      }
    }
    return ContractRequest.of(operation.method(), target);
  }
}

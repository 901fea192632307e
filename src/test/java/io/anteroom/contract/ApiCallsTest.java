package io.anteroom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.api.path.ApiCall;
import io.anteroom.api.path.ApiCalls;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of calls, by which requests are refused, is that of the document. */
class ApiCallsTest {

  private final OpenApiDocument document = OpenApiDocument.written();

  @Test
  void theListHasTheCallsOfTheDocumentWithTheirBodiesAndParameters() {
    assertEquals(
        document.operations().stream().map(this::words).sorted().collect(Collectors.joining("\n")),
        ApiCalls.ALL.stream().map(call -> words(call)).sorted().collect(Collectors.joining("\n")));
  }

  @Test
  void parametersThatMayBeRepeatedAreTheArraysOfTheDocument() {
    for (ContractOperation operation : document.operations()) {
      for (JsonNode parameter : operation.parameters()) {
        if (parameter.path("in").asText().equals("query")) {
          String name = parameter.path("name").asText();
          assertEquals(
              parameter.at("/schema/type").asText().equals("array"),
              ApiCalls.LISTS.contains(name),
              () -> operation.name() + ": " + name);
        }
      }
    }
  }

  @Test
  void aCallIsFoundByThePathOfARequest() {
    assertEquals(List.of("GET", "DELETE"), methods("/tasks/17"));
    assertEquals(List.of("GET", "DELETE"), methods("/tasks/17/"));
    assertEquals(List.of("GET"), methods("/tasks"));
    assertEquals(List.of("GET"), methods("/tasks/"));
    assertEquals(List.of("POST"), methods("/search/text"));
    for (String path :
        List.of("", "/", "*", "//", "/task", "/tasks/17/x", "/search/17", "//tasks")) {
      assertTrue(methods(path).isEmpty(), path);
    }
  }

  private static List<String> methods(String path) {
    return ApiCalls.at(path).stream().map(ApiCall::method).toList();
  }

  private String words(ContractOperation operation) {
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode parameter : operation.parameters()) {
      if (parameter.path("in").asText().equals("query")) {
        names.add(parameter.path("name").asText());
      }
    }
    boolean refuses =
        ProblemTypes.of(document.response(operation, "400")).contains("unknown-parameter");
    return "%s reads %s, takes %s%s"
        .formatted(operation.name(), operation.reads(), names, refuses ? "" : " and others");
  }

  private static String words(ApiCall call) {
    return "%s %s reads %s, takes %s%s"
        .formatted(
            call.method(),
            call.path(),
            call.reads(),
            new TreeSet<>(call.parameters()),
            call.takesAnyParameter() ? " and others" : "");
  }
}

package io.anteroom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.anteroom.api.problem.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The document and the resources have the same calls, and the examples are valid. */
class OpenApiDocumentTest {

  private final OpenApiDocument document = OpenApiDocument.written();
  private final ContractCheck contractCheck = new ContractCheck(document);

  @Test
  void everyCallIsDocumentedAndNoOther() {
    assertEquals(
        resources().stream().collect(Collectors.joining("\n")),
        document.operations().stream()
            .map(o -> o.name() + " " + new TreeSet<>(o.reads()))
            .sorted()
            .collect(Collectors.joining("\n")));
  }

  @Test
  void everyTypeOfProblemIsDocumentedAndNoOther() {
    assertEquals(
        Arrays.stream(ProblemType.values()).map(t -> t.uri().toString()).sorted().toList(),
        texts(document.root().at("/components/schemas/ProblemType/x-extensible-enum"))
            .sorted()
            .toList());
  }

  /** A type that no call names could never occur, but for those of the page's own sign-in. */
  @Test
  void everyTypeOfProblemIsUsedByACall() {
    Set<String> named = new TreeSet<>(Set.of(ProblemType.SIGN_IN_UNAVAILABLE.label()));
    for (ContractOperation operation : document.operations()) {
      operation.codes().forEach(c -> named.addAll(types(operation, c)));
      named.addAll(types(operation, "default"));
    }
    assertEquals(
        Arrays.stream(ProblemType.values())
            .map(ProblemType::label)
            .collect(Collectors.toCollection(TreeSet::new)),
        named);
  }

  @Test
  void everyResponseThatIsAProblemListsTheTypesAndItsExampleHasOne() {
    List<String> wrong = new ArrayList<>();
    for (ContractOperation operation : document.operations()) {
      for (String code : codesAndDefault(operation)) {
        JsonNode response = document.response(operation, code);
        JsonNode problem = response.at("/content/application~1problem+json");
        if (!problem.isMissingNode()) {
          ProblemTypes.violations(response, problem.path("example"))
              .forEach(violation -> wrong.add(operation.name() + " " + code + ": " + violation));
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyResponseAndBodyHasAValidExample() {
    List<String> wrong = new ArrayList<>();
    for (ContractOperation operation : document.operations()) {
      operation.node().path("requestBody").path("content").properties().stream()
          .forEach(m -> check(operation.name() + " " + m.getKey(), m.getValue(), wrong));
      for (String code : codesAndDefault(operation)) {
        JsonNode response = document.response(operation, code);
        Stream.of("content", "headers")
            .flatMap(part -> response.path(part).properties().stream())
            .forEach(
                m ->
                    check(
                        operation.name() + " " + code + " " + m.getKey(),
                        document.resolve(m.getValue()),
                        wrong));
      }
      operation.parameters().forEach(p -> check(operation.name() + " " + p.path("name"), p, wrong));
    }
    document
        .root()
        .at("/components/responses")
        .properties()
        .forEach(r -> r.getValue().path("content").forEach(m -> check(r.getKey(), m, wrong)));
    for (Map.Entry<String, JsonNode> callback :
        document.root().at("/components/callbacks").properties()) {
      JsonNode sent = callback.getValue().iterator().next().path("post");
      check(callback.getKey(), sent.at("/requestBody/content/application~1json"), wrong);
      sent.path("parameters").forEach(p -> check(callback.getKey(), document.resolve(p), wrong));
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyCallIsDescribedAndEveryResponseNamesItsVersion() {
    List<String> wrong = new ArrayList<>();
    for (ContractOperation operation : document.operations()) {
      for (String member : List.of("operationId", "summary", "tags", "parameters")) {
        if (!operation.node().has(member)) {
          wrong.add(operation.name() + " has no " + member);
        }
      }
      for (String code : codesAndDefault(operation)) {
        JsonNode response = document.response(operation, code);
        if (!response.path("headers").has("Api-Version") || !response.has("description")) {
          wrong.add(operation.name() + " " + code);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private void check(String where, JsonNode media, List<String> wrong) {
    List<JsonNode> examples = new ArrayList<>();
    if (media.has("example")) {
      examples.add(media.path("example"));
    }
    media.path("examples").forEach(example -> examples.add(example.path("value")));
    if (examples.isEmpty()) {
      wrong.add(where + " has no example");
    }
    for (JsonNode example : examples) {
      contractCheck.violations(media.path("schema"), example).stream()
          .map(violation -> where + ": " + violation)
          .forEach(wrong::add);
    }
  }

  private Set<String> types(ContractOperation operation, String code) {
    return ProblemTypes.of(document.response(operation, code));
  }

  private static List<String> codesAndDefault(ContractOperation operation) {
    return Stream.concat(operation.codes().stream(), Stream.of("default")).toList();
  }

  private static java.util.stream.Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }

  private static Set<String> resources() {
    Map<String, Set<String>> calls = new java.util.TreeMap<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.anteroom.api")) {
      for (JavaMethod method : type.getMethods()) {
        verb(method)
            .ifPresent(
                verb ->
                    calls
                        .computeIfAbsent(verb + " " + path(type, method), call -> new TreeSet<>())
                        .addAll(reads(type, method)));
      }
    }
    return calls.entrySet().stream()
        .map(call -> call.getKey() + " " + call.getValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static java.util.Optional<String> verb(JavaMethod method) {
    return method.getAnnotations().stream()
        .map(JavaAnnotation::getRawType)
        .filter(type -> type.isAnnotatedWith(HttpMethod.class))
        .map(type -> type.getAnnotationOfType(HttpMethod.class).value())
        .findFirst();
  }

  private static String path(JavaClass type, JavaMethod method) {
    String base = type.getAnnotationOfType(Path.class).value();
    String rest = method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
    return ("/" + base + "/" + rest).replaceAll("/+", "/").replaceAll("(?<=.)/$", "");
  }

  /** Only methods with a body read one, whatever is declared on the class. */
  private static List<String> reads(JavaClass type, JavaMethod method) {
    boolean body =
        method.getRawParameterTypes().stream()
            .anyMatch(p -> p.getName().equals("[B") || p.getName().contains("Multipart"));
    return !body
        ? List.of()
        : method
            .tryGetAnnotationOfType(Consumes.class)
            .or(() -> type.tryGetAnnotationOfType(Consumes.class))
            .map(
                consumes ->
                    Stream.of(consumes.value()).map(OpenApiDocumentTest::documented).toList())
            .orElse(List.of());
  }

  /** What takes any type reads JSON, and clients are told to send it. */
  private static String documented(String type) {
    return type.equals(MediaType.WILDCARD) ? MediaType.APPLICATION_JSON : type;
  }
}

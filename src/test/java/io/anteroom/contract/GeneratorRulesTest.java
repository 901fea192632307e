package io.anteroom.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What generators of clients drop, or make something odd of, is not in the document. */
class GeneratorRulesTest {

  private static final String SCHEMAS = "#/components/schemas/";

  /** Their fields are somebody else's: any name, any value. */
  private static final Set<String> MAPS = Set.of("Metadata", "UpstreamMetadata", "SentRequest");

  private static final Set<String> NULLS =
      Set.of("Pagination", "UpstreamPagination", "Asset", "SearchHit", "UpstreamMetadata");

  private final OpenApiDocument document = OpenApiDocument.written();
  private final List<String> wrong = new ArrayList<>();

  /** Generators drop either the reference or what stands beside it. */
  @Test
  void noReferenceHasSiblings() {
    walk((where, node) -> note(where, node.has("$ref") && node.size() > 1));
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyReferenceLeadsToSomethingAndEveryComponentIsUsed() {
    Set<String> unused = new TreeSet<>();
    document
        .root()
        .path("components")
        .properties()
        .forEach(
            kind -> kind.getValue().fieldNames().forEachRemaining(n -> unused.add(key(kind, n))));
    walk(
        (where, node) -> {
          String reference = node.path("$ref").asText();
          if (!reference.isEmpty()) {
            note(where, document.root().at(reference.substring(1)).isMissingNode());
            unused.remove(reference);
          }
        });
    Stream.concat(
            Stream.of(document.root()), document.operations().stream().map(ContractOperation::node))
        .flatMap(node -> stream(node.path("security")))
        .forEach(s -> s.fieldNames().forEachRemaining(n -> unused.remove(scheme(n))));
    assertEquals(List.of(), wrong);
    assertEquals(Set.of(), unused);
  }

  /** Some generators make a field with a default a field that must be given. */
  @Test
  void noFieldHasADefault() {
    walk(
        (where, node) ->
            node.path("properties").properties().stream()
                .forEach(field -> note(where + "/" + field.getKey(), has(field, "default"))));
    assertEquals(List.of(), wrong);
  }

  /** One rule for all: what has no value is left out. A pagination is as the upstream's. */
  @Test
  void onlyWhatTheUpstreamAnswersAndAPaginationHaveNulls() {
    walk(
        (where, node) -> {
          String schema = where.replaceFirst("/components/schemas/(\\w+).*", "$1");
          note(where, node.path("type").toString().contains("null") && !NULLS.contains(schema));
        });
    assertEquals(List.of(), wrong);
  }

  /** An object without a name of its own becomes a class with a name made up. */
  @Test
  void everyObjectIsAComponentWithAName() {
    walk(
        (where, node) -> {
          boolean schema = where.endsWith("/schema") || where.contains("/components/schemas/");
          boolean object = node.path("type").asText().equals("object") || node.has("allOf");
          String parent = where.substring(0, Math.max(0, where.lastIndexOf('/')));
          boolean part = parent.endsWith("/allOf");
          note(where, schema && object && !part && !parent.equals("/components/schemas"));
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyObjectSaysWhatFieldsItHas() {
    document.root().at("/components/schemas").properties().stream()
        .filter(schema -> !MAPS.contains(schema.getKey()))
        .filter(schema -> schema.getValue().path("type").toString().contains("object"))
        .forEach(schema -> note(schema.getKey(), !has(schema, "properties")));
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyResponseInJsonIsTyped() {
    responses(
        (where, response) ->
            response.path("content").properties().stream()
                .filter(media -> media.getKey().endsWith("json"))
                .forEach(
                    media -> {
                      JsonNode schema = media.getValue().path("schema");
                      JsonNode one = schema.has("items") ? schema.path("items") : schema;
                      boolean problem = ProblemTypes.isProblem(media.getKey());
                      String name = problem ? SCHEMAS + "Problem" : SCHEMAS;
                      note(where, !one.path("$ref").asText().startsWith(name));
                    }));
    assertEquals(List.of(), wrong);
  }

  /** Generators take the first form of a response for the only one. */
  @Test
  void theFirstFormOfAResponseIsJsonWhereThereIsOne() {
    responses(
        (where, response) -> {
          List<String> types = new ArrayList<>();
          response.path("content").fieldNames().forEachRemaining(types::add);
          note(where, types.indexOf("application/json") > 0);
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyCallCanAnswerWithAProblem() {
    String any = "#/components/responses/AnyProblem";
    document
        .operations()
        .forEach(o -> note(o.name(), !o.node().at("/responses/default/$ref").asText().equals(any)));
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyFileOfAFormIsBinary() {
    walk(
        (where, node) -> {
          JsonNode form = document.resolve(node.at("/multipart~1form-data/schema"));
          JsonNode file = form.at("/properties/file");
          note(where, form.isObject() && !file.path("format").asText().equals("binary"));
        });
    assertEquals(List.of(), wrong);
  }

  /**
   * openapi-generator makes calls of them: in the file of their tag, in the place of the calls that
   * belong there, and in Python as code that does not compile.
   */
  @Test
  void whatYourServiceReceivesIsACallbackOfACallAndNoWebhook() {
    assertEquals(Set.of(), document.root().path("webhooks").properties());
  }

  private void responses(BiConsumer<String, JsonNode> visitor) {
    for (ContractOperation operation : document.operations()) {
      Stream.concat(operation.codes().stream(), Stream.of("default"))
          .forEach(
              code ->
                  visitor.accept(
                      operation.name() + " " + code, document.response(operation, code)));
    }
  }

  private void walk(BiConsumer<String, JsonNode> visitor) {
    walk("", document.root(), visitor);
  }

  /** Examples hold anything; a field may have that name. */
  private static void walk(String where, JsonNode node, BiConsumer<String, JsonNode> visitor) {
    if (node.isObject()) {
      visitor.accept(where, node);
      node.properties().stream()
          .filter(m -> !m.getKey().startsWith("example") || where.endsWith("/properties"))
          .forEach(m -> walk(where + "/" + m.getKey().replace("/", "~1"), m.getValue(), visitor));
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(where + "/" + i, node.get(i), visitor);
      }
    }
  }

  private void note(String where, boolean isWrong) {
    if (isWrong) {
      wrong.add(where);
    }
  }

  private static boolean has(Map.Entry<String, JsonNode> member, String name) {
    return member.getValue().has(name);
  }

  private static String key(Map.Entry<String, JsonNode> kind, String name) {
    return "#/components/" + kind.getKey() + "/" + name;
  }

  private static String scheme(String name) {
    return "#/components/securitySchemes/" + name;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false);
  }
}

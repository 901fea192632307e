package io.anteroom.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Changes of an example: each makes another request of it. */
final class Mutations {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> HEADERS =
      List.of(
          "Prefer",
          "Idempotency-Key",
          "Last-Event-ID",
          "If-None-Match",
          "Api-Version",
          "Accept",
          "Accept-Encoding",
          "Authorization",
          "Content-Type",
          "Content-Encoding",
          "Expect",
          "Range",
          "X-Forwarded-For",
          "Cookie",
          "Transfer-Encoding",
          "Origin",
          "Cache-Control",
          "X-Http-Method-Override");
  private static final List<String> FIELDS =
      List.of(
          "reference",
          "priority",
          "deadline_seconds",
          "callback_url",
          "metadata",
          "collection_id",
          "url",
          "text",
          "query",
          "filters",
          "pagination",
          "items",
          "collections",
          "__proto__",
          "",
          "a.b");
  private static final List<String> PARAMETERS =
      List.of(
          "page",
          "page_size",
          "status",
          "kind",
          "collection_id",
          "reference",
          "batch",
          "after",
          "created_after",
          "created_before",
          "include",
          "x",
          "",
          "page%00");

  private Mutations() {}

  static Arbitrary<UnaryOperator<FuzzedRequest>> any() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, values()),
        net.jqwik.api.Tuple.of(3, fields()),
        net.jqwik.api.Tuple.of(3, bytes()),
        net.jqwik.api.Tuple.of(3, forms()),
        net.jqwik.api.Tuple.of(3, headers()),
        net.jqwik.api.Tuple.of(2, queries()),
        net.jqwik.api.Tuple.of(2, paths()));
  }

  private static Arbitrary<UnaryOperator<FuzzedRequest>> values() {
    return Combinators.combine(Arbitraries.integers().between(0, 20), BoundaryValues.json())
        .as((place, text) -> f -> f.with(json(f.request(), root -> replace(root, place, text))));
  }

  private static Arbitrary<UnaryOperator<FuzzedRequest>> fields() {
    return Combinators.combine(
            Arbitraries.of(FIELDS), BoundaryValues.json(), Arbitraries.of(true, false))
        .as(
            (name, text, more) ->
                f -> f.with(json(f.request(), root -> field(root, name, more ? text : null))));
  }

  private static Arbitrary<UnaryOperator<FuzzedRequest>> bytes() {
    Arbitrary<byte[]> odd =
        Arbitraries.oneOf(
            Arbitraries.bytes().array(byte[].class).ofMaxSize(20),
            Arbitraries.of("\0", "{", "}", "]", "\"", "\ufeff", "{}{}", "/*", "\r\n--", "\\u")
                .map(text -> text.getBytes(StandardCharsets.UTF_8)));
    return Combinators.combine(
            Arbitraries.doubles().between(0, 1), odd, Arbitraries.of(true, false))
        .as((place, more, cut) -> f -> f.with(splice(f.request(), place, more, cut)));
  }

  /** Malformed parts of a form. */
  private static Arbitrary<UnaryOperator<FuzzedRequest>> forms() {
    return Combinators.combine(
            Arbitraries.of(
                "name=\"[a-z_]+\"",
                "form-data",
                "Content-Disposition",
                "; filename=\"a.txt\"",
                "Content-Type: text/plain",
                "rivers",
                "\r\n\r\n",
                "--" + DocumentExamples.BOUNDARY + "--",
                "--"),
            Arbitraries.oneOf(
                Arbitraries.of(
                    "",
                    "name=",
                    "name=\"\"",
                    "name=\"file\"",
                    "name=\"file",
                    "\r\n",
                    "\n",
                    ":",
                    "; filename=\"../../x\"",
                    "; filename*=utf-8''%ff",
                    "; filename=\"\"",
                    "Content-Transfer-Encoding: base64",
                    "Content-Transfer-Encoding: quoted-printable",
                    "Content-Type: text/plain; charset=nonsense",
                    "Content-Type: ;;;",
                    "X: " + "y".repeat(20_000)),
                BoundaryValues.texts()))
        .as(
            (pattern, text) ->
                f -> {
                  String body = new String(f.request().body(), StandardCharsets.UTF_8);
                  String changed =
                      body.replaceFirst(pattern, java.util.regex.Matcher.quoteReplacement(text));
                  return f.with(f.request().body(changed.getBytes(StandardCharsets.UTF_8)));
                });
  }

  private static Arbitrary<UnaryOperator<FuzzedRequest>> headers() {
    return Combinators.combine(Arbitraries.of(HEADERS), BoundaryValues.inHeader())
        .as((name, value) -> f -> f.withHead(f.request().with(name, value)));
  }

  private static Arbitrary<UnaryOperator<FuzzedRequest>> queries() {
    return Combinators.combine(Arbitraries.of(PARAMETERS), BoundaryValues.inUrl())
        .as(
            (name, value) ->
                f -> {
                  String target = f.request().target();
                  String separator = target.contains("?") ? "&" : "?";
                  return f.withHead(f.request().to(target + separator + name + "=" + value));
                });
  }

  private static Arbitrary<UnaryOperator<FuzzedRequest>> paths() {
    return Combinators.combine(Arbitraries.integers().between(1, 3), BoundaryValues.inUrl())
        .as(
            (place, value) ->
                f -> {
                  String[] parts = f.request().target().split("/", -1);
                  parts[Math.min(place, parts.length - 1)] = value;
                  return f.withPath(f.request().to(String.join("/", parts)));
                });
  }

  private static ContractRequest json(ContractRequest request, UnaryOperator<JsonNode> change) {
    try {
      JsonNode root = JSON.readTree(request.body());
      return root == null || root.isMissingNode()
          ? request
          : request.body(JSON.writeValueAsBytes(change.apply(root)));
    } catch (IOException e) {
      return request; // it is no JSON any more
    }
  }

  private static JsonNode replace(JsonNode root, int place, String text) {
    List<Runnable> places = new ArrayList<>();
    collect(root, text, places);
    if (places.isEmpty()) {
      return raw(text);
    }
    places.get(place % places.size()).run();
    return root;
  }

  private static void collect(JsonNode node, String text, List<Runnable> places) {
    if (node instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> places.add(() -> object.set(name, raw(text))));
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        places.add(() -> array.set(index, raw(text)));
      }
    }
    if (node instanceof ContainerNode<?>) {
      node.forEach(child -> collect(child, text, places));
    }
  }

  private static JsonNode field(JsonNode root, String name, String text) {
    if (root instanceof ObjectNode object) {
      if (text == null) {
        object.remove(name);
      } else {
        object.set(name, raw(text));
      }
    }
    return root;
  }

  private static JsonNode raw(String text) {
    return JSON.getNodeFactory().rawValueNode(new RawValue(text));
  }

  private static ContractRequest splice(
      ContractRequest request, double place, byte[] more, boolean cut) {
    byte[] old = request.body();
    int at = (int) (place * old.length);
    int rest = cut ? 0 : old.length - at;
    byte[] all = new byte[at + more.length + rest];
    System.arraycopy(old, 0, all, 0, at);
    System.arraycopy(more, 0, all, at, more.length);
    System.arraycopy(old, at, all, at + more.length, rest);
    return request.body(all);
  }
}

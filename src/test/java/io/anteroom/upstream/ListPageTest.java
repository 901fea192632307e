package io.anteroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client's asset holds does not keep the others of a page from being read. */
class ListPageTest {

  private static final String GOOD = asset("good", "\"x\": 1");

  static List<String> strangeValues() {
    return List.of(
        "NaN",
        "-Infinity",
        "undefined",
        "01",
        "+1",
        "1e",
        "'single'",
        "\"bad \\x escape\"",
        "\"a\nline\"",
        "\"\u0001\"",
        "[1, 2, ]",
        "{\"a\" 1}",
        "[".repeat(5_000) + "]".repeat(5_000),
        "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
        "1" + "0".repeat(5_000));
  }

  @ParameterizedTest
  @MethodSource("strangeValues")
  void anAssetThatNoParserTakesIsFollowedAllTheSame(String value) {
    ListPage page = page(list(GOOD, asset("strange", "\"x\": " + value), GOOD)).orElseThrow();
    assertEquals(0, page.unreadable());
    assertEquals(
        List.of("m-good", "m-strange", "m-good"),
        page.assets().stream().map(UpstreamTask::marker).toList());
    assertEquals("PROCESSING", page.assets().get(1).status());
    assertEquals("u-strange", page.assets().get(1).taskId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "null", "7", "\"text\"", "[]", "[NaN]", "{\"a\" 1}"})
  void whatIsNoAssetCostsItselfAlone(String element) {
    ListPage page = page(list(GOOD, element, GOOD)).orElseThrow();
    assertEquals(2, page.assets().size());
    assertEquals(1, page.unreadable());
  }

  @Test
  void anAssetWhoseMarkerCannotBeFoundDoesNotCostTheOthers() {
    ListPage page = page(list(GOOD, asset("strange", "/* no, value */"), GOOD)).orElseThrow();
    assertEquals(2, page.assets().stream().filter(task -> "m-good".equals(task.marker())).count());
  }

  @Test
  void aFieldThatCannotBeReadCostsItselfAlone() {
    String asset =
        """
        {"task_id": NaN, "asset_id": {"deep": [}, "status": "DONE", "error": undefined,
         "metadata": {"anteroom_task": "m"}}
        """
            .replace("[}", "[]}");
    UpstreamTask read = page(list(asset)).orElseThrow().assets().get(0);
    assertEquals(new UpstreamTask(null, "DONE", null, null, "m", null), read);
  }

  @Test
  void metadataOfAnyKindHoldsNoMarker() {
    for (String metadata : List.of("null", "[NaN]", "\"m\"", "NaN")) {
      String asset = "{\"task_id\": \"u\", \"x\": NaN, \"metadata\": " + metadata + "}";
      assertEquals("u", page(list(asset)).orElseThrow().assets().get(0).taskId());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<html>{\"results\": []}</html>",
        "default backend - 404",
        "null",
        "NaN",
        "[]",
        "{}",
        "{\"results\": null}",
        "{\"results\": {\"a\": NaN}}",
        "{\"results\": [{\"a\": NaN}",
        "{\"results\": [{\"a\": NaN]}",
        "{\"results\": [{\"a\": \"NaN}]}",
        "{\"results\": [NaN]} {\"results\": []}",
        "\u001f\u008b\u0008",
      })
  void whatHasNotTheStructureOfAListIsNone(String body) {
    assertEquals(Optional.empty(), page(body));
  }

  @Test
  void aListIsNoneWhereTheStatusIsNoSuccess() {
    assertEquals(Optional.empty(), ListPage.of(answer(503, list(GOOD))));
    assertEquals(Optional.empty(), ListPage.of(answer(404, list(asset("a", "\"x\": NaN")))));
  }

  @Test
  void thePaginationIsReadBesideStrangeAssets() {
    String body = "{\"pagination\": {\"total\": 7}, \"results\": [{\"a\": NaN}]}";
    assertEquals(7, page(body).orElseThrow().pagination().path("total").asInt());
  }

  @Test
  void aTaskIsReadBesideWhatNoParserTakes() {
    String body = "{\"task_id\": \"u\", \"status\": \"DONE\", \"score\": NaN}";
    assertEquals("DONE", UpstreamTask.of(answer(200, body)).orElseThrow().status());
    for (String none : List.of("", "<html></html>", "[]", "\"DONE\"", "null", "{\"a\": NaN")) {
      assertTrue(UpstreamTask.of(answer(200, none)).isEmpty(), none);
    }
  }

  private static Optional<ListPage> page(String body) {
    return ListPage.of(answer(200, body));
  }

  private static String list(String... assets) {
    return "{\"results\": [%s], \"pagination\": {\"total\": %d}}"
        .formatted(String.join(", ", assets), assets.length);
  }

  private static String asset(String name, String more) {
    return """
    {"task_id": "u-%1$s", "asset_id": "a-%1$s", "status": "PROCESSING",
     "metadata": {%2$s, "anteroom_task": "m-%1$s"}}
    """
        .formatted(name, more);
  }

  /** As the reader of answers gives it. */
  private static UpstreamAnswer answer(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      if (!body.isEmpty()) {
        return new UpstreamAnswer(
            status, Optional.empty(), new ObjectMapper().readTree(bytes), new byte[0]);
      }
    } catch (IOException e) {
      return new UpstreamAnswer(status, Optional.empty(), MissingNode.getInstance(), bytes);
    }
    return new UpstreamAnswer(status, Optional.empty(), MissingNode.getInstance());
  }
}

package io.anteroom.upstream.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.upstream.list.AssetListCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One unreadable asset does not hide the others of its page. */
class LenientTaskReaderTest {

  private static final String GOOD = asset("good", "1");

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
  void anAssetThatNoParserReadsIsStillMatchedByItsMarker(String value) {
    List<UpstreamTask> page = page(list(GOOD, asset("strange", value), GOOD));
    assertEquals(
        List.of("m-good", "m-strange", "m-good"), page.stream().map(UpstreamTask::marker).toList());
    assertEquals("PROCESSING", page.get(1).status());
    assertEquals("u-strange", page.get(1).taskId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "null", "7", "\"text\"", "[]", "[NaN]", "{\"a\" 1}"})
  void aResultThatIsNoAssetHidesNoOther(String element) {
    String list = list(GOOD, element, GOOD);
    assertEquals(
        Arrays.asList("m-good", null, "m-good"),
        page(list).stream().map(UpstreamTask::marker).toList());
    assertFalse(isWhole(list));
    assertFalse(isWhole(list.replace("3", "2")), "its total leaves it out");
    assertFalse(
        isWhole("{\"results\": [%s], \"pagination\": {\"next_page\": null}}".formatted(element)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ", \"pagination\": {\"a\" 1}",
        ", \"pagination\": {\"total\": 1, \"score\": NaN}",
        ", \"pagination\": {\"total\": NaN, \"next_page\": null}",
        ", \"pagination\": {\"page\": 1}",
        ", \"pagination\": {\"total\": 2}",
        ", \"pagination\": {\"total\": 1, \"next_page\": \"http://u/assets?page=2\"}",
        ", \"pagination\": [1]",
        ", \"pagination\": NaN",
      })
  void aPageIsNotWholeUnlessItSaysSo(String pagination) {
    assertFalse(isWhole("{\"results\": [%s]%s}".formatted(asset("strange", "NaN"), pagination)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"total\": 1}", "{\"next_page\": null}", "{\"total\": 1, \"next_page\": null}"})
  void aPageThatSaysSoIsWhole(String pagination) {
    String list = "{\"results\": [%s], \"pagination\": %s}";
    assertTrue(isWhole(list.formatted(asset("strange", "NaN"), pagination)));
    String without = "{\"asset_id\": NaN, \"metadata\": {\"x\": 1}}";
    assertTrue(isWhole(list.formatted(without, pagination)), "another program made it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\" 1}",
        "{\"anteroom_task\": NaN}",
        "{\"anteroom_task\": \"m\", x}",
        "{\"anteroom_task\": \"a\nline\"}",
        "{\"anteroom_task\": 01}"
      })
  void anAssetWithoutAReadableMarkerMayBeAny(String metadata) {
    String strange = "{\"asset_id\": \"a\", \"metadata\": " + metadata + "}";
    assertFalse(isWhole(list(GOOD, strange)));
    assertEquals("m-good", page(list(GOOD, strange)).get(0).marker());
  }

  @Test
  void anAssetWithoutAReadableMarkerDoesNotHideTheOthers() {
    List<UpstreamTask> page = page(list(GOOD, asset("strange", "/* no, value */"), GOOD));
    assertEquals(2, page.stream().filter(task -> "m-good".equals(task.marker())).count());
  }

  @Test
  void onlyTheUnreadableFieldIsLost() {
    String asset =
        """
        {"task_id": NaN, "asset_id": {"deep": []}, "status": "DONE", "error": undefined,
         "metadata": {"anteroom_task": "m"}}
        """;
    assertEquals(List.of(new UpstreamTask(null, "DONE", null, null, "m", null)), page(list(asset)));
  }

  @Test
  void metadataThatIsNoObjectHoldsNoMarker() {
    for (String metadata : List.of("null", "[NaN]", "\"m\"", "NaN")) {
      String asset = "{\"task_id\": \"u\", \"x\": NaN, \"metadata\": " + metadata + "}";
      assertEquals("u", page(list(asset)).get(0).taskId());
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
        "{\"results\": {\"a\": NaN}}",
        "{\"results\": [{\"a\": NaN}",
        "{\"results\": [{\"a\": NaN]}",
        "{\"results\": [{\"a\": \"NaN}]}",
        "{\"results\": [NaN]} {\"results\": []}",
        "{\"results\": [NaN], }",
        "\u001f\u008b\u0008",
      })
  void aBodyWithoutStructureIsNotRead(String body) {
    assertEquals(Optional.empty(), read(body));
  }

  @Test
  void aTaskIsReadDespiteAnUnreadableField() {
    String body = "\ufeff{\"task_id\": \"u\", \"status\": \"DONE\", \"score\": NaN}";
    assertEquals(
        "DONE", UpstreamTask.from(read(body).orElseThrow(), ErrorMessageLimit.DEFAULT).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"error\": \"no frames\"",
        "\"error\": {\"message\": \"no frames\"}",
        "\"error_message\": \"no frames\"",
        "\"errors\": [\"no frames\"]",
        "\"detail\": [{\"msg\": \"no frames\"}]",
        "\"message\": \"no frames\"",
        "\"reason\": \"no frames\"",
        "\"error\": NaN, \"message\": \"no frames\"",
        "\"error\": {\"x\": NaN}, \"detail\": \"no frames\"",
      })
  void whatATaskSaysOfItsFailureIsRead(String words) {
    String task = "{\"status\": \"FAILED\", \"x\": NaN, " + words + "}";
    assertEquals("no frames", page(list(GOOD, task)).get(1).error());
    assertEquals(
        "no frames",
        UpstreamTask.from(read(task).orElseThrow(), ErrorMessageLimit.DEFAULT).error());
  }

  private static List<UpstreamTask> page(String body) {
    List<UpstreamTask> assets = new ArrayList<>();
    read(body)
        .orElseThrow()
        .path("results")
        .forEach(node -> assets.add(UpstreamTask.from(node, ErrorMessageLimit.DEFAULT)));
    return assets;
  }

  private static boolean isWhole(String body) {
    return AssetListCall.isWhole(
        new UpstreamResponse(200, Optional.empty(), read(body).orElseThrow()));
  }

  private static Optional<ObjectNode> read(String body) {
    return LenientTaskReader.read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String list(String... assets) {
    return "{\"results\": [%s], \"pagination\": {\"total\": %d}}"
        .formatted(String.join(", ", assets), assets.length);
  }

  private static String asset(String name, String value) {
    return """
    {"task_id": "u-%1$s", "asset_id": "a-%1$s", "status": "PROCESSING",
     "metadata": {"x": %2$s, "anteroom_task": "m-%1$s"}}
    """
        .formatted(name, value);
  }
}

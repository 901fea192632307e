package io.anteroom.upstream.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.anteroom.async.json.UnicodeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorFormatTest {

  @Test
  void anExcerptIsTheWordsWithoutMarkup() {
    String page = "<html><style>a {}</style><h1>502</h1>\n<p>Bad  Gateway</p></html>";
    assertEquals("502 Bad Gateway", ErrorFormat.excerpt(page));
    assertEquals("502 Bad Gateway", ErrorFormat.excerpt(page.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(ints = {197, 198, 199, 200, 4093, 4094, 4095, 4096})
  void anExcerptEndsWithAWholeCharacter(int before) {
    String words = "a".repeat(before) + "🚀".repeat(200);
    String markup = "<" + "a".repeat(before - 2) + ">" + "🚀".repeat(200);
    for (String text : new String[] {words, markup}) {
      String excerpt = ErrorFormat.excerpt(text);
      assertEquals(Optional.empty(), UnicodeText.faultOfDecoded(excerpt));
      assertEquals(excerpt, ErrorFormat.excerpt(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** With the square of its length, a megabyte would take hours. */
  @ParameterizedTest
  @ValueSource(strings = {"<", "<script>", "<style", "</script", "< >", " \t", "a"})
  void anExcerptOfALargeBodyTakesAMoment(String piece) {
    String text = piece.repeat(1_000_000 / piece.length());
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertTrue(ErrorFormat.excerpt(text).length() <= 201);
          for (JsonNode body :
              new JsonNode[] {
                TextNode.valueOf(text), JsonNodeFactory.instance.objectNode().put("page", text)
              }) {
            assertTrue(new UpstreamResponse(502, Optional.empty(), body).excerpt().length() <= 201);
          }
        });
  }
}

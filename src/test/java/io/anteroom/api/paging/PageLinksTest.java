package io.anteroom.api.paging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageLinksTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final URI HERE = URI.create("https://anteroom.example/search/text");

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '~',
      value = {
        "https://api.example/search/text?page=2&page_size=1 ?page=2&page_size=1",
        "/search/text?page=2 ?page=2",
        "?page=2 ?page=2",
        "search?page=2#top ?page=2",
        "~https://api.example/s?q={a} b|c^d`\\\\\\\"<>[1]&page=2~ ?q=%7Ba%7D%20b%7Cc%5Ed%60%5C%22%3C%3E%5B1%5D&page=2",
        "https://api.example/s?q=ä€&page=2 ?q=%C3%A4%E2%82%AC&page=2",
        "https://api.example/s?q=%7Ba%7d+b&page=2 ?q=%7Ba%7d+b&page=2",
        "https://api.example/s?q=100%&r=%zz%4&page=2 ?q=100%25&r=%25zz%254&page=2",
        "https://api.example/s?q=a;b?c:/@!$'()*,&page=2 ?q=a;b?c:/@!$'()*,&page=2",
        "http://[bad?page=2 ?page=2",
        "~  /search/text?page=2  ~ ?page=2",
      })
  void aLinkKeepsItsQueryHoweverItIsWritten(String link, String query) throws Exception {
    assertEquals(
        HERE + query, rewritten('"' + link + '"').path("next_page").textValue(), () -> link);
  }

  @Test
  void aLinkWithoutAQueryLeadsToTheFirstPage() throws Exception {
    JsonNode first = rewritten("\"https://api.example/search/text\"");
    assertEquals(HERE.toString(), first.path("previous_page").textValue());
  }

  @ParameterizedTest
  @CsvSource({"'\"\"',null", "'\" \"',null", "false,null", "null,null"})
  void whatSaysThatThereIsNoPageIsNull(String link, String value) throws Exception {
    assertEquals(value, rewritten(link).path("next_page").toString());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {"2", "\"2\"", "true", "~{\"page\":2}~", "\"c3V/y+==\""})
  void whatIsNoLinkStaysAsItCame(String value) throws Exception {
    assertEquals(value, rewritten(value).path("next_page").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{a", "%", "%4", " ", "?", "ä", "#"})
  void aLinkThatIsTooLongToBeCalledEndsTheList(String piece) throws Exception {
    String start = "/search?page=2&q=";
    String longest = start + piece.repeat((16_384 - start.length()) / piece.length());
    assertTrue(rewritten('"' + longest + '"').path("next_page").asText().contains("?page=2&q="));
    assertTrue(rewritten('"' + longest + "ab" + '"').path("next_page").isNull());
    String huge = start + piece.repeat(4_000_000 / piece.length());
    assertTrue(rewritten('"' + huge + '"').path("next_page").isNull());
  }

  @Test
  void aListWithoutLinksIsNotChanged() throws Exception {
    for (String list : new String[] {"{\"pagination\":{\"page\":1}}", "{}", "[1]", "{\"a\":1}"}) {
      JsonNode document = JSON.readTree(list);
      PageLinks.rewrite(document, HERE);
      assertEquals(list, document.toString());
    }
  }

  private static JsonNode rewritten(String link) throws Exception {
    JsonNode list =
        JSON.readTree(
            "{\"pagination\": {\"next_page\": %1$s, \"previous_page\": %1$s}}".formatted(link));
    PageLinks.rewrite(list, HERE);
    return list.path("pagination");
  }
}

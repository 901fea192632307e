package io.anteroom.api.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.TextNode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The upstream fetches the URL, so that valid URLs are passed on unchanged. */
class SourceUrlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/b",
        "https://a.example/a|b",
        "https://a.example/a b.mp4",
        "https://a.example/files/[1].pdf",
        "https://a.example/ä/日本?q=😀#ü",
        "https://a.example/%zz/100%",
        "https://a.example/^`{}<>\"'\\",
        "https://bücher.example/",
        "https://faß.de/x",
        "https://[::1]:8443/x?a[]=1",
        "https:\\\\a.example\\b",
        "HTTPS://A.EXAMPLE",
        " https://a.example/ ",
        "s3://bucket/key with space",
        "https://user:p|w@a.example/",
        "data:text/plain,x"
      })
  void isAccepted(String url) {
    SourceUrl.check(TextNode.valueOf(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | The field url must be an absolute URL, with its scheme: https://…",
        "no url | The field url must be an absolute URL, with its scheme: https://…",
        "/relative | The field url must be an absolute URL, with its scheme: https://…",
        "//a.example/b | The field url must be an absolute URL, with its scheme: https://…",
        "a.example/b | The field url must be an absolute URL, with its scheme: https://…",
        "1s: x | The field url must be an absolute URL, with its scheme: https://…",
        "javascript:alert(1) | The field url must lead to something that can be fetched.",
        "'  JavaScript:void 0' | The field url must lead to something that can be fetched.",
        "mailto:a@b.example | The field url must lead to something that can be fetched.",
        "blob:https://a.example/1 | The field url must lead to something that can be fetched.",
        "https: | The field url must be an absolute URL, with its scheme: https://…",
        "https:// | The field url must be an absolute URL: it has no host.",
        "http:///?x | The field url must be an absolute URL: it has no host.",
        "https://:443/ | The field url must be an absolute URL: it has no host.",
        "'https://a.example/ä\tb' | The field url must not hold control characters: it has U+0009"
            + " at position 20.",
        "'https://a.example/😀\n"
            + "' | The field url must not hold control characters: it has U+000A at position 20.",
      })
  void isRefusedWithTheReason(String url, String reason) {
    HttpProblem problem =
        assertThrows(HttpProblem.class, () -> SourceUrl.check(TextNode.valueOf(url)));
    assertEquals(reason, problem.getDetail());
    assertEquals("url", problem.getParameters().get("field"));
  }
}

package io.anteroom.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** Pages of problems as HTML and as Markdown. Thread-safe. */
@Singleton
class ProblemPageWriter {

  /** No script, no font, nothing from elsewhere: the page is read in a closed network too. */
  private static final String HTML =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>%s</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style>%s</style></head>
      <body>
      %s</body>
      </html>
      """;

  private static final String PAGE =
      """
      <p><a href="/problems">All problems</a></p>
      <h1>%s</h1>
      <p>Type <code>%s</code>, status <code>%d</code></p>
      <h2>What it means</h2>
      <p>%s</p>
      <h2>What to do</h2>
      <p>%s</p>
      <h2>Example</h2>
      <pre>%s</pre>
      """;

  private static final String MARKDOWN =
      """
      # %s

      Type `%s`, status `%d`

      ## What it means

      %s

      ## What to do

      %s

      ## Example

      ```json
      %s
      ```
      """;

  private final ObjectWriter json;

  ProblemPageWriter(ObjectMapper json) {
    this.json = json.writerWithDefaultPrettyPrinter();
  }

  String html(ProblemPage page) {
    String body =
        PAGE.formatted(
            escape(page.title()),
            page.type(),
            page.status(),
            escape(page.meaning()),
            escape(page.remedy()),
            escape(example(page)));
    return HTML.formatted(escape(page.title()), ProblemStyle.TEXT, body);
  }

  String html(List<ProblemPage> pages) {
    String items =
        pages.stream()
            .map(
                page ->
                    "<li><code>%d</code> <a href=\"%s\">%s</a></li>\n"
                        .formatted(page.status(), page.type(), escape(page.title())))
            .collect(Collectors.joining());
    return HTML.formatted(
        "Problems", ProblemStyle.TEXT, "<h1>Problems</h1>\n<ul>\n" + items + "</ul>\n");
  }

  String markdown(ProblemPage page) {
    return MARKDOWN.formatted(
        page.title(), page.type(), page.status(), page.meaning(), page.remedy(), example(page));
  }

  String markdown(List<ProblemPage> pages) {
    return pages.stream()
        .map(page -> "- %d [%s](%s)\n".formatted(page.status(), page.title(), page.type()))
        .collect(Collectors.joining("", "# Problems\n\n", ""));
  }

  private String example(ProblemPage page) {
    try {
      return json.writeValueAsString(page.example());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

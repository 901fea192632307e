package io.anteroom.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Writes the problem pages as HTML and as Markdown. A page has no script, no font and nothing from
 * elsewhere, so that it can be read in a closed network. Thread-safe.
 */
@Singleton
class ProblemPageWriter {

  private static final ProblemTemplate MARKDOWN = ProblemTemplate.of("problem.md");
  private static final ProblemTemplate HTML = ProblemTemplate.of("problem.html");
  private static final ProblemTemplate HTML_PAGE = ProblemTemplate.of("page.html");

  private final ObjectWriter json;

  ProblemPageWriter(ObjectMapper json) {
    this.json = json.writerWithDefaultPrettyPrinter();
  }

  String html(ProblemPage page) {
    return htmlPage(page.title(), HTML.with(values(page, ProblemPageWriter::escape)));
  }

  String html(List<ProblemPage> pages) {
    String items =
        pages.stream()
            .map(
                page ->
                    "<li><code>%d</code> <a href=\"%s\">%s</a></li>\n"
                        .formatted(page.status(), page.type(), escape(page.title())))
            .collect(Collectors.joining());
    return htmlPage("Problems", "<h1>Problems</h1>\n<ul>\n" + items + "</ul>\n");
  }

  String markdown(ProblemPage page) {
    return MARKDOWN.with(values(page, UnaryOperator.identity()));
  }

  String markdown(List<ProblemPage> pages) {
    return pages.stream()
        .map(page -> "- %d [%s](%s)\n".formatted(page.status(), page.title(), page.type()))
        .collect(Collectors.joining("", "# Problems\n\n", ""));
  }

  private static String htmlPage(String title, String body) {
    return HTML_PAGE.with(Map.of("title", escape(title), "style", ProblemStyle.TEXT, "body", body));
  }

  private Map<String, String> values(ProblemPage page, UnaryOperator<String> escape) {
    return Map.of(
        "title", escape.apply(page.title()),
        "type", page.type().toString(),
        "status", Integer.toString(page.status()),
        "meaning", escape.apply(page.meaning()),
        "remedy", escape.apply(page.remedy()),
        "example", escape.apply(example(page)));
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

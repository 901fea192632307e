package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages for people lead to each other, and to files and classes that exist. */
class DocumentationLinksTest {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final Path PACKAGES = Path.of("src/main/java/io/anteroom");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\\s]+)`");
  private static final Pattern FILE = Pattern.compile("[.\\w][\\w.-]*(/[\\w.-]+)+/?");
  private static final Pattern TYPESCRIPT_CLASS = Pattern.compile("(?m)^export .*?class (\\w+)");
  private static final Pattern CLASS = Pattern.compile("([A-Z][a-z0-9]+[A-Z]\\w*)([.#][\\w()]+)?");

  /** Classes of libraries, and a header. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "TypedGuard",
          "ShutdownEvent",
          "ShutdownDelayInitiatedEvent",
          "RoutingContext",
          "RateLimit",
          "AbortError",
          "CompletableFuture",
          "CompletionException",
          "UncheckedIOException",
          "TypeError");

  @Test
  void everyPageIsLinkedFromAnother() {
    Set<Path> linked = new TreeSet<>();
    for (Path page : pages()) {
      links(page)
          .map(link -> target(page, link))
          .filter(to -> !to.equals(page))
          .forEach(linked::add);
    }
    List<Path> alone =
        pages().stream()
            .filter(page -> page.startsWith(ROOT.resolve("docs")) && !linked.contains(page))
            .toList();
    assertEquals(List.of(), alone, "pages that no other page links");
  }

  @Test
  void everyLinkLeadsToAPageAndAHeadingOfIt() {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      links(page)
          .filter(link -> !leads(target(page, link), link))
          .forEach(link -> broken.add(page + ": " + link));
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyNamedFileExists() {
    assertEquals(
        List.of(),
        named(FILE.asMatchPredicate(), DocumentationLinksTest::isNoFile),
        "no such file");
  }

  @Test
  void everyNamedClassExists() throws IOException {
    Set<String> known = new TreeSet<>(OF_OTHERS);
    for (String folder :
        List.of(
            "src/main/java", "src/sandbox/java", "src/test/java", "clients/java/src/main/java")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.map(file -> file.getFileName().toString().replace(".java", "")).forEach(known::add);
      }
    }
    try (Stream<Path> files = Files.walk(Path.of("clients/typescript/src"))) {
      files
          .filter(Files::isRegularFile)
          .flatMap(file -> TYPESCRIPT_CLASS.matcher(read(file)).results())
          .forEach(name -> known.add(name.group(1)));
    }
    String document = read(Path.of("src/main/resources/META-INF/openapi.yaml"));
    Predicate<String> isUnknown =
        code -> {
          String name = code.split("[.#]")[0];
          return !known.contains(name) && !document.contains("\n    " + name + ":");
        };
    assertEquals(List.of(), named(CLASS.asMatchPredicate(), isUnknown), "no such class");
  }

  /** What begins with a folder of the project, or with a room, is the name of a file. */
  private static boolean isNoFile(String name) {
    String first = name.substring(0, name.indexOf('/'));
    if (Files.isDirectory(ROOT.resolve(first)) && !first.equals("target")) {
      return !Files.exists(ROOT.resolve(name));
    }
    return Files.isDirectory(PACKAGES.resolve(first))
        && !Files.exists(PACKAGES.resolve(name))
        && !Files.exists(PACKAGES.resolve(name + ".java"));
  }

  private static List<String> named(Predicate<String> isMeant, Predicate<String> isWrong) {
    return pages().stream()
        .flatMap(
            page ->
                CODE.matcher(read(page))
                    .results()
                    .map(code -> code.group(1))
                    .filter(isMeant)
                    .filter(isWrong)
                    .map(code -> ROOT.relativize(page) + ": " + code))
        .distinct()
        .toList();
  }

  private static Stream<String> links(Path page) {
    return LINK.matcher(read(page))
        .results()
        .map((MatchResult link) -> link.group(1))
        .filter(link -> !link.contains("://"));
  }

  /** The page that a link of another leads to; a folder shows its README. */
  private static Path target(Path page, String link) {
    String file = link.split("#")[0];
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    return Files.isDirectory(target) ? target.resolve("README.md") : target;
  }

  private static boolean leads(Path target, String link) {
    int anchor = link.indexOf('#');
    return Files.exists(target)
        && (anchor < 0 || headings(target).contains(link.substring(anchor + 1)));
  }

  private static Set<String> headings(Path page) {
    return read(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\d _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<Path> pages() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(
                      "README.md",
                      "CONTRIBUTING.md",
                      "clients/java/README.md",
                      "clients/typescript/README.md")
                  .map(ROOT::resolve),
              docs.filter(file -> file.toString().endsWith(".md")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A variable of Anteroom with a wrong name stops the start. So each one that the manifests set must
 * be documented, and a misspelt one is found here and not at the deployment.
 */
class DocumentedVariablesTest {

  private static final List<String> PAGES =
      List.of(
          "README.md", "docs/reference/settings.md", "docs/deployment.md", "docs/serverless.md");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]+");

  @ParameterizedTest
  @ValueSource(
      strings = {"k8s/base", "k8s/overlays/dev", "k8s/overlays/prod", "k8s/overlays/knative"})
  void everyVariableIsDocumented(String folder) throws Exception {
    Kubectl.assumeThere();
    Manifests rendered = Kubectl.render(folder);
    Set<String> set = new TreeSet<>();
    rendered.only("ConfigMap", "anteroom").path("data").fieldNames().forEachRemaining(set::add);
    Stream.of("Deployment", "Service")
        .flatMap(
            kind -> rendered.objects().stream().filter(o -> kind.equals(o.path("kind").asText())))
        .filter(object -> object.at("/metadata/name").asText().equals("anteroom"))
        .flatMap(object -> Manifests.items(object.at("/spec/template/spec/containers/0/env")))
        .forEach(variable -> set.add(variable.path("name").asText()));
    set.removeAll(documented());
    assertEquals(Set.of(), set);
  }

  /** Names of variables, and those of settings as variables. */
  private static Set<String> documented() {
    Set<String> documented = new TreeSet<>();
    for (String page : PAGES) {
      for (String line : Checkout.lines(page)) {
        Matcher name = NAME.matcher(line);
        while (name.find()) {
          documented.add(name.group().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT));
        }
      }
    }
    return documented;
  }
}

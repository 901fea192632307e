package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our images and executables have the version of the pom, wherever they are named. */
class ImageTagsTest {

  private static final Pattern TAG =
      Pattern.compile(
          "(?:anteroom(?:-upstream)?:|newTag: )([0-9][A-Za-z0-9.-]*)"
              + "|anteroom-([0-9][A-Za-z0-9.-]*)-runner");

  /** What the tag of the JVM image has after the version. */
  private static final String JVM = "-jvm";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Dockerfile.native",
        "Dockerfile.jvm",
        "compose.yaml",
        "k8s/base/kustomization.yaml",
        "k8s/overlays/knative/kustomization.yaml",
        "docs/deployment.md",
        "bench/startup",
        "bench/README.md",
        "README.md"
      })
  void tagsAreTheVersion(String file) throws Exception {
    Set<String> tags = new TreeSet<>();
    List<String> lines = Checkout.lines(file);
    for (String line : lines) {
      Matcher tag = TAG.matcher(line);
      while (tag.find()) {
        String version = tag.group(1) == null ? tag.group(2) : tag.group(1);
        tags.add(version.endsWith(JVM) ? version.replace(JVM, "") : version);
      }
    }
    assertFalse(tags.isEmpty(), "names an image or an executable");
    assertEquals(Set.of(new Pom().version()), tags);
  }
}

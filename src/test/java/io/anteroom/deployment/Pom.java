package io.anteroom.deployment;

import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Version, phases, goals and properties of the pom. */
public final class Pom {

  private static final List<String> PHASES =
      List.of("clean", "validate", "compile", "test", "package", "verify");

  private final Document document;

  public Pom() throws Exception {
    document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Checkout.path("pom.xml").toFile());
  }

  /** The one place that says the version; all others repeat it. */
  public String version() {
    return texts("/project/version").get(0);
  }

  /** A phase of the lifecycle, or a goal of a plugin that the pom names and so pins. */
  boolean hasGoal(String goal) {
    if (!goal.contains(":")) {
      return PHASES.contains(goal);
    }
    String prefix = goal.substring(0, goal.indexOf(':'));
    List<String> plugins = texts("/project/build/plugins/plugin/artifactId");
    return plugins.contains(prefix + "-maven-plugin")
        || plugins.contains("maven-" + prefix + "-plugin");
  }

  /** A property that has a value here, or switches a profile on, or skips the tests. */
  boolean hasProperty(String property) {
    return property.equals(skipsTests())
        || !texts("/project/properties/*[name()='%s']".formatted(property)).isEmpty()
        || texts("/project/profiles/profile/activation/property/name").contains(property);
  }

  /** A profile that {@code -P} switches on. */
  boolean hasProfile(String id) {
    return texts("/project/profiles/profile/id").contains(id);
  }

  /** The property that surefire reads: {@code skipTests}, unless the pom names another. */
  String skipsTests() {
    List<String> set =
        texts(
            "/project/build/plugins/plugin[artifactId='maven-surefire-plugin']"
                + "/configuration/skipTests");
    return set.isEmpty() ? "skipTests" : set.get(0).replaceAll("[${}]", "");
  }

  /** The value of a property in the profile that this one switches on. */
  List<String> inProfileOf(String activation, String property) {
    return texts(
        "/project/profiles/profile[activation/property/name='%s']/properties/*[name()='%s']"
            .formatted(activation, property));
  }

  private List<String> texts(String path) {
    try {
      NodeList found =
          (NodeList)
              XPathFactory.newInstance()
                  .newXPath()
                  .evaluate(path, document, XPathConstants.NODESET);
      return IntStream.range(0, found.getLength())
          .mapToObj(i -> found.item(i).getTextContent().strip())
          .toList();
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }
}

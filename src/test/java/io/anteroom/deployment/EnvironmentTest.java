package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.cluster.database.DatabaseSettings;
import io.anteroom.upload.SpoolSettings;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The variables in the manifests are ones that Anteroom reads. */
class EnvironmentTest {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)[:}]");
  private static final Set<String> SECRETS =
      Set.of(
          "MIXPEEK_API_KEY",
          "ANTEROOM_API_KEYS",
          "ANTEROOM_CALLBACKS_ENCRYPTION_KEY",
          "ANTEROOM_OPERATOR_KEY",
          "ANTEROOM_OPERATOR_READ_KEY",
          "DATABASE_USER",
          "DATABASE_PASSWORD");

  /** In the ConfigMap too; the Secret may have it with a password. */
  private static final String REDIS = "REDIS_URL";

  private final Manifests base = Manifests.in("k8s/base");
  private final JsonNode container =
      base.only("Deployment", "anteroom").at("/spec/template/spec/containers/0");
  private final JsonNode settings = base.only("ConfigMap", "anteroom").path("data");

  @Test
  void everySettingIsKnown() {
    Set<String> known = known();
    assertFalse(settings.isEmpty());
    settings.fieldNames().forEachRemaining(name -> assertTrue(known.contains(name), name));
    Manifests.items(container.path("env"))
        .map(variable -> variable.path("name").asText())
        .forEach(name -> assertTrue(known.contains(name), name));
    assertEquals("anteroom", container.at("/envFrom/0/configMapRef/name").asText());
  }

  @Test
  void secretsComeFromTheSecretAndFromNowhereElse() {
    Set<String> names = new TreeSet<>();
    for (JsonNode variable : container.path("env")) {
      JsonNode reference = variable.at("/valueFrom/secretKeyRef");
      assertEquals("anteroom", reference.path("name").asText());
      assertEquals(variable.path("name"), reference.path("key"));
      names.add(variable.path("name").asText());
    }
    assertTrue(names.remove(REDIS));
    assertEquals(new TreeSet<>(SECRETS), names);
    SECRETS.forEach(name -> assertFalse(settings.has(name), name + " in the ConfigMap"));
    assertTrue(base.objects().stream().noneMatch(o -> o.path("kind").asText().equals("Secret")));
  }

  /** A pod whose Secret lacks one that is not optional does not start, and no log says why. */
  @Test
  void onlyWhatEveryInstallationNeedsMustBeInTheSecret() {
    Set<String> needed = new TreeSet<>();
    for (JsonNode variable : container.path("env")) {
      if (!variable.at("/valueFrom/secretKeyRef/optional").asBoolean()) {
        needed.add(variable.path("name").asText());
      }
    }
    assertEquals(Set.of("MIXPEEK_API_KEY", "DATABASE_USER", "DATABASE_PASSWORD"), needed);
  }

  @Test
  void theDevelopmentSecretHasAllOfThem() {
    JsonNode generator =
        Manifests.in("k8s/overlays/dev").only("Kustomization", "").at("/secretGenerator/0");
    assertEquals("anteroom", generator.path("name").asText());
    assertEquals(
        SECRETS,
        Manifests.items(generator.path("literals"))
            .map(literal -> literal.asText().split("=", 2)[0])
            .collect(Collectors.toSet()));
  }

  @Test
  void theSpoolIsOnTheVolume() {
    String spool = settings.path("ANTEROOM_SPOOL").asText();
    assertEquals(spool, container.at("/volumeMounts/0/mountPath").asText());
    for (String file : Set.of("Dockerfile.native", "Dockerfile.jvm")) {
      assertEquals(spool, Dockerfile.read(file).runtime().last("VOLUME"));
    }
  }

  /** Placeholders of application.properties, its own keys, and settings of two mappings. */
  private static Set<String> known() {
    Set<String> known = new TreeSet<>();
    for (String line : Checkout.lines("src/main/resources/application.properties")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher placeholder = PLACEHOLDER.matcher(line);
      while (placeholder.find()) {
        known.add(placeholder.group(1));
      }
      known.add(variable(line.substring(0, line.indexOf('=')).strip()));
    }
    ConfigMappings.getProperties(ConfigClass.configClass(SpoolSettings.class))
        .keySet()
        .forEach(key -> known.add(variable(key)));
    ConfigMappings.getProperties(ConfigClass.configClass(DatabaseSettings.class))
        .keySet()
        .forEach(key -> known.add(variable(key)));
    return known;
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}

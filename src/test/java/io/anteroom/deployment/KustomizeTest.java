package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both kustomizations render; needs kubectl, but no cluster. */
class KustomizeTest {

  @TempDir Path temp;

  @BeforeEach
  void needsKubectl() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
        "skipped: kubectl is not on the PATH, the kustomizations were not rendered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"k8s/base", "k8s/overlays/dev"})
  void imagesArePinned(String folder) throws Exception {
    for (JsonNode container : render(folder).containers()) {
      assertTrue(
          ImageNames.pinned(container.path("image").asText()), container.path("image")::asText);
    }
  }

  @Test
  void theBaseHasAllObjects() throws Exception {
    Manifests base = render("k8s/base");
    Map.of(
            "Deployment", "anteroom",
            "Service", "anteroom",
            "ConfigMap", "anteroom",
            "ServiceAccount", "anteroom",
            "PersistentVolumeClaim", "anteroom-spool",
            "PodDisruptionBudget", "anteroom")
        .forEach(base::only);
    assertEquals(2, base.only("Deployment", "anteroom").at("/spec/replicas").asInt());
  }

  @Test
  void developmentIsOneReplicaWithItsOwnServers() throws Exception {
    Manifests dev = render("k8s/overlays/dev");
    JsonNode deployment = dev.only("Deployment", "anteroom");
    assertEquals(1, deployment.at("/spec/replicas").asInt());
    assertEquals("Recreate", deployment.at("/spec/strategy/type").asText());
    JsonNode claim = dev.only("PersistentVolumeClaim", "anteroom-spool");
    assertEquals("ReadWriteOnce", claim.at("/spec/accessModes/0").asText());

    JsonNode data = dev.only("ConfigMap", "anteroom").path("data");
    JsonNode postgres = dev.only("Service", "postgres").at("/spec/ports/0/port");
    assertEquals("postgresql://postgres:" + postgres + "/anteroom", text(data, "DATABASE_URL"));
    JsonNode redis = dev.only("Service", "redis").at("/spec/ports/0/port");
    assertEquals("redis://redis:" + redis, text(data, "REDIS_URL"));

    String secret =
        deployment
            .at("/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name")
            .asText();
    assertTrue(dev.only("Secret", secret).path("data").has("MIXPEEK_API_KEY"));
  }

  private Manifests render(String folder) throws IOException, InterruptedException {
    Path out = temp.resolve("rendered.yaml");
    Path errors = temp.resolve("errors.txt");
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", Checkout.path(folder).toString())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    boolean ended = kubectl.waitFor(60, TimeUnit.SECONDS);
    kubectl.destroyForcibly();
    assertTrue(ended && kubectl.exitValue() == 0, Files.readString(errors));
    return Manifests.parse(Files.readString(out, StandardCharsets.UTF_8));
  }

  private static String text(JsonNode data, String name) {
    return data.path(name).asText();
  }
}

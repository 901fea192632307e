package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code k8s/overlays/knative} renders to, alone and with components. */
class KnativeOverlayTest {

  private static final String OVERLAY = "k8s/overlays/knative";
  private static final String KEDA = "k8s/components/keda";

  @BeforeEach
  void needsKubectl() {
    Kubectl.assumeThere();
  }

  @Test
  void knativeReplacesWhatItMakesItself() throws Exception {
    Manifests rendered = Kubectl.render(OVERLAY);
    assertEquals(
        List.of("ConfigMap", "Namespace", "PingSource", "Service", "ServiceAccount"),
        kinds(rendered));
    JsonNode service = rendered.only("Service", "anteroom");
    assertEquals("serving.knative.dev/v1", service.path("apiVersion").asText());
    assertTrue(variables(service).contains("ANTEROOM_ENGINE_MODE"));
    JsonNode sink = rendered.only("PingSource", "anteroom-tick").at("/spec/sink");
    assertEquals("/engine/tick", sink.path("uri").asText());
    assertEquals(service.at("/metadata/name"), sink.at("/ref/name"));
  }

  /** A replica that does no work cannot be on demand, and a tick would find nothing to do. */
  @Test
  void theWorkerOfKedaTakesTheModeAndTheTicksAway() throws Exception {
    assertHasWorkerAndNoTick(Kubectl.render(OVERLAY, List.of(KEDA)));
  }

  /** The overlay removes the Deployment of the base, and must not remove the worker with it. */
  @Test
  void theOverlayItselfTakesTheComponent() throws Exception {
    assertHasWorkerAndNoTick(Kubectl.render(overlayThatNames("../../components/keda")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk-spool", "autoscaling"})
  void aComponentThatDoesNotFitSaysSo(String name) {
    AssertionError refusal =
        assertThrows(
            AssertionError.class, () -> Kubectl.render(OVERLAY, List.of("k8s/components/" + name)));
    assertTrue(
        refusal.getMessage().contains(name + " does not fit a Knative Service, "),
        refusal.getMessage());
  }

  private static void assertHasWorkerAndNoTick(Manifests rendered) {
    assertEquals(List.of(), ManifestModels.violations(rendered));
    assertEquals(
        List.of(
            "ConfigMap",
            "Deployment",
            "Namespace",
            "ScaledObject",
            "Service",
            "ServiceAccount",
            "TriggerAuthentication"),
        kinds(rendered));
    Set<String> ofRequests = variables(rendered.only("Service", "anteroom"));
    assertTrue(!ofRequests.contains("ANTEROOM_ENGINE_MODE"), ofRequests::toString);
    JsonNode shared = rendered.only("ConfigMap", "anteroom").path("data");
    assertEquals("false", shared.path("ANTEROOM_CLUSTER_WORK").asText());
    JsonNode worker = rendered.only("Deployment", "anteroom-worker");
    assertTrue(variables(worker).contains("ANTEROOM_CLUSTER_WORK"));
    assertEquals(
        worker.at("/metadata/name"),
        rendered.only("ScaledObject", "anteroom-worker").at("/spec/scaleTargetRef/name"));
  }

  /** A copy of the overlay, in whose kustomization the component stands. */
  private static String overlayThatNames(String component) throws IOException {
    Path copy =
        Files.createTempDirectory(
            Files.createDirectories(Checkout.path("target/kustomize")), "edited");
    for (String folder : List.of("k8s/base", KEDA, OVERLAY)) {
      for (Path file : Checkout.yamlFiles(folder)) {
        Path target = copy.resolve(Checkout.path("k8s").relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Path edited = copy.resolve("overlays/knative/kustomization.yaml");
    Files.writeString(edited, "components:\n  - " + component + "\n" + Files.readString(edited));
    return Checkout.path("").relativize(edited.getParent()).toString();
  }

  private static List<String> kinds(Manifests rendered) {
    return rendered.objects().stream().map(o -> o.path("kind").asText()).sorted().toList();
  }

  /** Of the first container of a pod. */
  private static Set<String> variables(JsonNode object) {
    return Manifests.items(object.at("/spec/template/spec/containers/0/env"))
        .map(variable -> variable.path("name").asText())
        .collect(Collectors.toSet());
  }
}

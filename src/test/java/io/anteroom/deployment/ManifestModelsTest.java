package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every document below {@code k8s} is one of a known type, and has no field that its type lacks.
 */
class ManifestModelsTest {

  static Stream<Path> files() {
    return Checkout.yamlFiles("k8s").stream().map(Checkout.path("")::relativize);
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyDocumentIsOfAKnownType(Path file) {
    Manifests manifests = Manifests.parse(text(file.toString()));
    assertTrue(manifests.objects().size() > 0, "an empty file");
    assertEquals(List.of(), ManifestModels.violations(manifests));
  }

  /** Each line breaks one file: the text that is replaced, and what replaces it. */
  @ParameterizedTest
  @CsvSource({
    "base/deployment.yaml, readOnlyRootFilesystem, readonlyRootFilesystem",
    "base/deployment.yaml, startupProbe, startProbe",
    "base/deployment.yaml, containerPort: 8080, containerPort: eighty",
    "base/deployment.yaml, apiVersion: apps/v1, apiVersion: apps/v1beta1",
    "base/service.yaml, targetPort, target-port",
    "base/configmap.yaml, '\"true\"', true",
    "base/poddisruptionbudget.yaml, maxUnavailable, maxUnavailble",
    "base/kustomization.yaml, resources:, resource:",
    "overlays/prod/networkpolicy.yaml, podSelector, podselector",
    "overlays/prod/httproute.yaml, timeouts, timeout",
    "overlays/knative/service.yaml, containerConcurrency, concurrency",
    "overlays/knative/pingsource.yaml, schedule, cron",
    "components/autoscaling/horizontalpodautoscaler.yaml, minReplicas, minReplicaCount",
    "components/monitoring/podmonitor.yaml, podMetricsEndpoints, endpoints",
    "components/monitoring/prometheusrule.yaml, annotations, annotation",
    "components/keda/scaledobject.yaml, minReplicaCount, minReplicas",
    "components/keda/scaledobject.yaml, failureThreshold, threshold",
    "components/keda/scaledobject.yaml, '\"5432\"', 5432",
    "components/keda/triggerauthentication.yaml, parameter: password, param: password",
    "components/external-secrets/externalsecret.yaml, secretStoreRef, storeRef",
  })
  void aBrokenDocumentIsRefused(String file, String from, String to) {
    String whole = text("k8s/" + file);
    assertTrue(whole.contains(from), from);
    Manifests broken = Manifests.parse(whole.replace(from, to));
    assertTrue(ManifestModels.violations(broken).size() > 0, "was taken");
  }

  @Test
  void aFieldThatIsThereTwiceIsRefused() {
    assertThrows(UncheckedIOException.class, () -> Manifests.parse("kind: A\nkind: B\n"));
  }

  private static String text(String file) {
    try {
      return Files.readString(Checkout.path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

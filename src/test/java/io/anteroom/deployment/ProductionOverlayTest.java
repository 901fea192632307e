package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code k8s/overlays/prod} promises. */
class ProductionOverlayTest {

  private Manifests prod;

  @BeforeEach
  void render() throws Exception {
    Kubectl.assumeThere();
    prod = Kubectl.render("k8s/overlays/prod");
  }

  @Test
  void threeReplicasOrMoreOverZones() {
    JsonNode spec = prod.only("Deployment", "anteroom").path("spec");
    assertTrue(spec.path("replicas").isMissingNode(), "the autoscaler sets the number");
    assertEquals(
        3, prod.only("HorizontalPodAutoscaler", "anteroom").at("/spec/minReplicas").asInt());
    assertEquals(
        Set.of("kubernetes.io/hostname", "topology.kubernetes.io/zone"),
        Set.copyOf(
            spec.at("/template/spec/topologySpreadConstraints").findValuesAsText("topologyKey")));
    assertEquals(
        1, prod.only("PodDisruptionBudget", "anteroom").at("/spec/maxUnavailable").asInt());
  }

  @Test
  void itScalesByMemoryAndConnectionsOnly() {
    Set<String> metrics = new TreeSet<>();
    for (JsonNode metric : prod.only("HorizontalPodAutoscaler", "anteroom").at("/spec/metrics")) {
      metrics.add(metric.at("/resource/name").asText(metric.at("/pods/metric/name").asText()));
    }
    assertEquals(Set.of("anteroom_http_connections", "memory"), metrics);
  }

  @Test
  void noServerIsInTheClusterAndNoSecretInTheOverlay() {
    for (JsonNode object : prod.objects()) {
      assertFalse(
          Set.of("Secret", "StatefulSet").contains(object.path("kind").asText()), object::toString);
    }
    JsonNode data = prod.only("ConfigMap", "anteroom").path("data");
    assertTrue(data.path("DATABASE_URL").asText().contains("sslmode="), "TLS to PostgreSQL");
    assertTrue(data.path("REDIS_URL").asText().startsWith("rediss://"), "TLS to Redis");
  }

  @Test
  void onlyMonitoringReachesTheManagementPort() {
    JsonNode spec = prod.only("NetworkPolicy", "anteroom").path("spec");
    assertEquals(2, spec.path("ingress").size());
    for (JsonNode rule : spec.path("ingress")) {
      assertFalse(rule.path("from").isEmpty(), "a rule without `from` lets everybody in");
      assertEquals(1, rule.path("ports").size(), "a rule without ports opens all of them");
      boolean management = rule.at("/ports/0/port").asText().equals("management");
      assertEquals(management, rule.path("from").toString().contains("\"monitoring\""));
    }
    JsonNode others = prod.only("NetworkPolicy", "default-deny").path("spec");
    assertTrue(others.path("podSelector").isEmpty(), "all pods");
    assertFalse(others.has("ingress") || others.has("egress"), "nothing is allowed");
    assertEquals(2, others.path("policyTypes").size());
  }

  @Test
  void theDatabaseIsReachedInItsNetworkOnly() {
    for (JsonNode rule : prod.only("NetworkPolicy", "anteroom").at("/spec/egress")) {
      assertFalse(rule.path("to").isEmpty() || rule.path("ports").isEmpty(), rule::toString);
      if (rule.path("ports").findValuesAsText("port").contains("5432")) {
        assertFalse(rule.at("/to/0/ipBlock/cidr").asText().endsWith("/0"), rule::toString);
      }
    }
  }

  /** Durations of the Gateway API, in seconds. 0 is without limit. */
  @Test
  void noTimeoutIsShorterThanTheLongestWait() {
    List<String> timeouts =
        prod.only("HTTPRoute", "anteroom").at("/spec/rules").findValuesAsText("request");
    assertEquals(3, timeouts.size());
    for (String timeout : timeouts) {
      int number = Integer.parseInt(timeout.replaceAll("\\D", ""));
      int seconds = timeout.endsWith("m") ? number * 60 : number;
      assertTrue(seconds == 0 || seconds > 600, timeout);
    }
  }
}

package io.anteroom.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.fabric8.knative.sources.v1.PingSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.kustomize.v1beta1.Kustomization;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The types that our manifests may have: models of fabric8, and schemas in {@code
 * src/test/resources/crd} where there is no model. Both refuse a field that they do not know and a
 * value of another type. The models do not say which fields are required. Thread-safe.
 */
final class ManifestModels {

  private static final Map<String, Class<?>> MODELS =
      Map.ofEntries(
          Map.entry("v1 ConfigMap", ConfigMap.class),
          Map.entry("v1 Namespace", Namespace.class),
          Map.entry("v1 PersistentVolumeClaim", PersistentVolumeClaim.class),
          Map.entry("v1 Secret", Secret.class),
          Map.entry("v1 Service", Service.class),
          Map.entry("v1 ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1 Deployment", Deployment.class),
          Map.entry("apps/v1 StatefulSet", StatefulSet.class),
          Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
          Map.entry("gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class),
          Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
          Map.entry("monitoring.coreos.com/v1 PodMonitor", PodMonitor.class),
          Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
          Map.entry("serving.knative.dev/v1 Service", io.fabric8.knative.serving.v1.Service.class),
          Map.entry("sources.knative.dev/v1 PingSource", PingSource.class),
          Map.entry("kustomize.config.k8s.io/v1beta1 Kustomization", Kustomization.class),
          // A component has the fields of a kustomization.
          Map.entry("kustomize.config.k8s.io/v1alpha1 Component", Kustomization.class));

  private static final Map<String, JsonSchema> SCHEMAS =
      Map.of(
          "keda.sh/v1alpha1 ScaledObject", schema("scaledobject"),
          "keda.sh/v1alpha1 TriggerAuthentication", schema("triggerauthentication"),
          "external-secrets.io/v1 ExternalSecret", schema("externalsecret"));

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .annotationIntrospector(new WithoutAnySetter())
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
          .build();

  private ManifestModels() {}

  /** What is wrong with an object, in words; empty where nothing is. */
  static Optional<String> violation(JsonNode object) {
    String type = object.path("apiVersion").asText() + " " + object.path("kind").asText();
    if (SCHEMAS.containsKey(type)) {
      String violations =
          SCHEMAS.get(type).validate(object).stream()
              .map(Object::toString)
              .collect(Collectors.joining("; "));
      return violations.isEmpty() ? Optional.empty() : Optional.of(violations);
    }
    if (!MODELS.containsKey(type)) {
      return Optional.of("no model of " + type);
    }
    try {
      STRICT.treeToValue(object, MODELS.get(type));
      return Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The violations of all objects, each with the name of its object. */
  static List<String> violations(Manifests manifests) {
    return manifests.objects().stream()
        .flatMap(
            object ->
                violation(object)
                    .map(
                        text ->
                            object.path("kind").asText()
                                + " "
                                + object.at("/metadata/name").asText()
                                + ": "
                                + text)
                    .stream())
        .toList();
  }

  private static JsonSchema schema(String name) {
    return JsonSchemaFactory.getInstance(VersionFlag.V202012)
        .getSchema(ManifestModels.class.getResourceAsStream("/crd/" + name + ".json"));
  }

  /** The models keep unknown fields aside; without that they are unknown to Jackson too. */
  private static final class WithoutAnySetter extends JacksonAnnotationIntrospector {
    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}

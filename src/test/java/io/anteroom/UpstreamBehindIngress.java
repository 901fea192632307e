package io.anteroom;

import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * A stand-in upstream of its own behind an {@link IngressProxy}, in place of the other tests' one.
 */
public class UpstreamBehindIngress implements QuarkusTestResourceLifecycleManager {

  private static volatile IngressProxy ingressProxy;

  private SandboxUpstream upstream;

  public static IngressProxy ingress() {
    return ingressProxy;
  }

  /** After {@link TestEnvironment}, whose upstream it replaces. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public Map<String, String> start() {
    upstream = SandboxUpstream.start(SandboxSettings.instant());
    ingressProxy = new IngressProxy(upstream.baseUrl());
    return Map.of("MIXPEEK_BASE_URL", ingressProxy.baseUrl());
  }

  @Override
  public void stop() {
    if (ingressProxy != null) {
      ingressProxy.close();
    }
    if (upstream != null) {
      upstream.close();
    }
  }
}

package io.anteroom;

import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.settings.UpstreamSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A stand-in upstream of its own behind an {@link Ingress}, in place of the other tests' one. */
public class IngressInFront implements QuarkusTestResourceLifecycleManager {

  private static volatile Ingress ingress;

  private SandboxUpstream upstream;

  /** The ingress of the running test. */
  public static Ingress ingress() {
    return ingress;
  }

  /** After {@link TestEnvironment}, whose upstream it takes the place of. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public Map<String, String> start() {
    upstream = SandboxUpstream.start(UpstreamSettings.instant());
    ingress = new Ingress(upstream.baseUrl());
    return Map.of("MIXPEEK_BASE_URL", ingress.baseUrl());
  }

  @Override
  public void stop() {
    if (ingress != null) {
      ingress.close();
    }
    if (upstream != null) {
      upstream.close();
    }
  }
}

package io.anteroom.accept;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The whole service as a replica that accepts and answers, and leaves the submits to others. */
public class AcceptingOnly implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("anteroom.cluster.work", "false");
  }
}

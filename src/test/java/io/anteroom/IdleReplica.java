package io.anteroom;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * The whole service on a replica that accepts and answers, but does not submit, poll or deliver:
 * tests do it themselves, or leave it undone.
 */
public class IdleReplica implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("anteroom.cluster.work", "false");
  }
}

package io.anteroom.cli.doctor;

import io.anteroom.cli.Version;
import io.anteroom.client.json.JsonObject;
import java.net.URI;
import java.util.List;

/**
 * Whether it is reached, whether it is Anteroom, and which API it has.
 *
 * @param document what {@code GET /openapi.json} gave
 */
record ServiceCheck(URI url, Answer document) {

  private static final String REACHED = "reached";
  private static final String SERVICE = "service";

  List<Finding> findings() {
    if (document.missing() != null) {
      return List.of(
          Finding.failed(REACHED, document.missing(), "Is " + url + " right, and is it running?"));
    }
    Finding reached =
        Finding.ok(REACHED, "%s responds in %d ms.".formatted(url, document.time().toMillis()));
    return List.of(reached, service());
  }

  private Finding service() {
    String problem = document.problem().name();
    if (problem.equals("starting") || problem.equals("stopping")) {
      return Finding.failed(SERVICE, "It is Anteroom, and " + problem + ".", "Wait a moment.");
    }
    JsonObject info = document.json().object("info").orElse(JsonObject.empty());
    if (document.status() != 200 || !info.string("title").orElse("").equals("Anteroom")) {
      return Finding.failed(
          SERVICE,
          "It is not Anteroom, or a proxy stands before it: " + document.description() + ".",
          "No key was sent. Is a part of the path missing, or is this the port of health (9000)?");
    }
    String api = info.string("version").orElse("none");
    if (api.equals(Version.API)) {
      return Finding.ok(SERVICE, "Anteroom with the API of " + api + ".");
    }
    return Finding.warning(
        SERVICE,
        "Anteroom with the API of %s. This command line speaks that of %s."
            .formatted(api, Version.API),
        "Take the command line of its version.");
  }
}

package io.anteroom.cli.doctor;

import io.anteroom.cli.service.Session;
import io.anteroom.cli.service.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All checks, one after the other. What makes no sense after a failure is left out: no key is sent
 * to something that is not Anteroom.
 */
final class Examination {

  private final Session session;
  private final Settings settings;
  private final URI url;
  private final Probe probe;
  private final Optional<URI> management;

  Examination(Session session, Probe probe, Optional<URI> management) {
    this.session = session;
    this.settings = session.settings();
    this.url = session.url();
    this.probe = probe;
    this.management = management;
  }

  /** The findings, each when its check is done. */
  Stream<Finding> findings() {
    Answer document = probe.get(url, "/openapi.json");
    List<Finding> identity = new ServiceCheck(url, document).findings();
    List<Finding> first = new ArrayList<>(transport());
    first.addAll(identity);
    boolean isThere = identity.stream().noneMatch(found -> found.verdict() == Verdict.FAILED);
    Stream<Supplier<List<Finding>>> rest =
        isThere
            ? Stream.of(
                () -> List.of(new ClockCheck(session.console().clock()).ofDate(document)),
                () -> new ClientKeyCheck(probe, url, settings.clientKey()).findings(),
                () ->
                    new OperatorKeyCheck(
                            probe,
                            url,
                            settings.operatorKey(),
                            new ClockCheck(session.console().clock()))
                        .findings())
            : Stream.empty();
    Stream<Supplier<List<Finding>>> health =
        Stream.of(() -> new HealthCheck(probe, management).findings());
    return Stream.concat(
        first.stream(), Stream.concat(rest, health).flatMap(check -> check.get().stream()));
  }

  private List<Finding> transport() {
    List<Finding> findings = new ArrayList<>();
    if (settings.file().readableByOthers()) {
      findings.add(
          Finding.warning(
              "profile",
              "Others can read the keys in " + settings.file().path() + ".",
              "chmod 600 makes it yours only."));
    }
    if (url.getScheme().equals("http") && !isLoopback()) {
      findings.add(
          Finding.warning(
              "transport", "Keys go to " + url.getHost() + " without TLS.", "Use https."));
    }
    return findings;
  }

  private boolean isLoopback() {
    try {
      return InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true; // said by the next check
    }
  }
}

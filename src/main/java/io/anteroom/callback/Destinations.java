package io.anteroom.callback;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;

/** Decides where callbacks may go. Thread-safe. */
@Singleton
public class Destinations {

  /**
   * Whether callbacks may be asked for at this URL. A name that does not resolve within a second
   * passes: the attempts will show.
   *
   * @param url as the client gave it, not null
   * @return the URL as it will be called; fails with {@link DestinationRefused}
   */
  public Uni<URI> admit(String url) {
    return Uni.createFrom().item(() -> URI.create(url));
  }

  /**
   * The place that an attempt goes to: the name is resolved once, and everything it stands for is
   * checked.
   *
   * @param url as admitted, not null
   * @return fails with {@link DestinationRefused}, or with {@link java.net.UnknownHostException}
   *     where the name is not known, or not within the time for it
   */
  public Uni<Destination> resolve(URI url) {
    return Uni.createFrom()
        .failure(new UnsupportedOperationException("not there yet: " + url.getHost()));
  }
}

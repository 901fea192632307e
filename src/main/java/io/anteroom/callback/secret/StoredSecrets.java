package io.anteroom.callback.secret;

import io.anteroom.async.DatabaseSession;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.util.Optional;

/** The sealed secrets in the database. Thread-safe. */
@Singleton
public class StoredSecrets implements PanacheRepositoryBase<StoredSecret, String> {

  /** Two that make the first secret of a client at the same moment make one row. */
  private static final String INSERT_FIRST =
      """
      insert into StoredSecret (client, sealed, createdAt) values (?1, ?2, instant)
      on conflict (client) do nothing
      """;

  private final DatabaseSession session;
  private final Duration rotation;

  public StoredSecrets(DatabaseSession session, SecretSettings settings) {
    this.session = session;
    this.rotation = settings.secretRotation();
  }

  /** The client's secrets; empty where none was ever made. */
  Uni<Optional<StoredSecret>> find(String client) {
    return session.read(() -> findById(client)).map(Optional::ofNullable);
  }

  /**
   * Puts a new secret in the place of the present one, which becomes the previous one, unless there
   * is one that still signs.
   */
  Uni<StoredSecret> rotate(String client, byte[] sealed) {
    return session.write(
        () ->
            Panache.executeUpdate(INSERT_FIRST, client, sealed)
                .chain(
                    inserted ->
                        inserted == 1
                            ? findById(client)
                            : findById(client, LockModeType.PESSIMISTIC_WRITE)
                                .invoke(row -> row.replace(sealed, rotation))));
  }
}

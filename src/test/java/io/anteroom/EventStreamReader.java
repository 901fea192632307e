package io.anteroom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

public final class EventStreamReader implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An event.
   *
   * @param id its id
   * @param name its name
   * @param data its data
   */
  public record Event(String id, String name, JsonNode data) {

    public String task() {
      return data.path("task_id").asText();
    }

    /** Its number within the task. */
    public int no() {
      return data.path("no").asInt();
    }
  }

  private final HttpResponse<InputStream> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile String lastId;
  private volatile int comments;
  private volatile boolean ended;
  private volatile boolean broken;

  private EventStreamReader(HttpResponse<InputStream> response, String lastId) {
    this.response = response;
    this.lastId = lastId;
    this.thread = new Thread(this::read, "events");
  }

  /** Opens a stream after this event, or a new one for null. The response may be no stream. */
  public static EventStreamReader open(String url, String key, String lastId) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + key)
            .header("Accept", "text/event-stream")
            .timeout(Duration.ofSeconds(20));
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    try {
      EventStreamReader reader =
          new EventStreamReader(
              HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream()),
              lastId);
      reader.thread.setDaemon(true);
      reader.thread.start();
      return reader;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int status() {
    return response.statusCode();
  }

  public HttpHeaders headers() {
    return response.headers();
  }

  public List<Event> events() {
    return events;
  }

  /** The id after which another reader goes on, or null. */
  public String lastId() {
    return lastId;
  }

  public int comments() {
    return comments;
  }

  /** Whether the server ended it cleanly. */
  public boolean hasEnded() {
    return ended;
  }

  public boolean isBroken() {
    return broken;
  }

  @Override
  public void close() {
    try {
      response.body().close();
      thread.join(5000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String id = null;
      String name = null;
      String data = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          comments++;
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && id != null) {
          if (data != null) {
            events.add(new Event(id, name, JSON.readTree(data)));
          }
          lastId = id;
          id = null;
          data = null;
        }
      }
      ended = true;
    } catch (IOException e) {
      broken = true;
    }
  }
}

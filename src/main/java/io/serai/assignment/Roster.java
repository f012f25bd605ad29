package io.serai.assignment;

import io.serai.conversation.Refused;
import io.serai.security.Directory;
import io.serai.security.Login;
import io.serai.store.Page;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is there and how busy, as the store has it within a transaction. */
@Component
class Roster {

    private final Directory directory;

    Roster(Directory directory) {
        this.directory = directory;
    }

    /**
     * Everybody who can be given something, by login. Until the commit nobody else, on whatever
     * node, gives anybody anything: what is counted here holds.
     */
    Map<String, Candidate> present(Page page) {
        page.exclusive("assignment");
        JdbcClient sql = page.sql();
        Map<String, Integer> loads = new HashMap<>();
        sql.sql(
                        // Not by "agent is not null": H2 would look at every conversation there is.
                        "select agent, count(*) as held from conversation where owner in"
                                + " ('offer', 'agent') group by agent")
                .query(
                        row -> {
                            loads.put(row.getString("agent"), row.getInt("held"));
                        });
        Map<String, Candidate> present = new HashMap<>();
        for (String login :
                sql.sql("select login from agent where presence = 'online' and lost is" + " null")
                        .query(String.class)
                        .list()) {
            directory
                    .find(login)
                    .ifPresent(
                            agent ->
                                    present.put(
                                            login, candidate(agent, loads.getOrDefault(login, 0))));
        }
        return present;
    }

    /**
     * Somebody with room for one more.
     *
     * @throws Refused if they are not there, or have as many as they can take
     */
    Candidate withRoom(Page page, String login) {
        Candidate agent = present(page).get(login);
        if (agent == null) {
            throw new Refused(Refused.Code.GONE, login + " is not online");
        }
        if (!agent.hasRoom()) {
            throw new Refused(
                    Refused.Code.FULL,
                    login + " has " + agent.load() + " of " + agent.capacity() + " conversations");
        }
        return agent;
    }

    /** What anybody can do, there or not. */
    Set<String> skills() {
        return directory.all().stream()
                .flatMap(it -> it.skills().stream())
                .collect(Collectors.toSet());
    }

    private static Candidate candidate(Login agent, int load) {
        return new Candidate(agent.login(), Set.copyOf(agent.skills()), agent.capacity(), load);
    }
}

package io.serai.security;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A login as Spring Security and {@code getUserPrincipal()} see it: the name is the login, the
 * principal a {@link Login}.
 */
public final class Session extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1;

    private final transient Login login;
    private final transient BooleanSupplier good;

    /**
     * @param good whether whoever shows the same token now is still the same
     */
    Session(Login login, BooleanSupplier good) {
        super(
                login.roles().stream()
                        .map(role -> new SimpleGrantedAuthority("ROLE_" + role.name()))
                        .toList());
        this.login = login;
        this.good = good;
        setAuthenticated(true);
    }

    /** Whose session it is. */
    public Login login() {
        return login;
    }

    /** False once it was ended or is over: what goes on for longer than a request has to ask. */
    public boolean isGood() {
        return good.getAsBoolean();
    }

    @Override
    public Login getPrincipal() {
        return login;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public String getName() {
        return login.login();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Session session && session.login.equals(login);
    }

    @Override
    public int hashCode() {
        return Objects.hash(login);
    }
}

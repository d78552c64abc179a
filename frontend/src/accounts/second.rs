//! The second factor, at signing in and at showing again that it is the same person.

use shared::accounts::api::{
    CodeRequest, Credential, DemoCredentials, DemoSignIn, FactorCode, FinishPasskeyStepUp,
    FinishSecurityKeySignIn, FinishSignIn, FinishStepUp, SendSignInCode, SendStepUpCode,
    StartPasskeyStepUp, StartSecurityKeySignIn,
};
use shared::accounts::model::{CodeSent, Factor, Session};
use shared::accounts::text;
use shared::accounts::text::{links, sign_in};
use shared::contract::Code;
use shared::id::AccountId;
use shared::lang::Lang;
use yew::prelude::*;

use super::code::{CodeStep, Resend, code_error, refusal};
use crate::prefs::use_lang;
use crate::submit::{Act, Finish, use_act};
use crate::ui::{Button, ButtonKind, Icon, TextField, say};
use crate::{browser, client, credentials};

const CODE: &str = "code";
const RECOVERY_CODE: &str = "recovery-code";

#[derive(Clone, Properties, PartialEq)]
pub struct SecondProps {
    /// What the server takes, the strongest first.
    pub factors: Vec<Factor>,
    /// Whose step-up it is; `None`: signing in.
    #[prop_or_default]
    pub step_up: Option<AccountId>,
    pub on_done: Callback<Session>,
    /// The steps took too long: begin anew.
    #[prop_or_default]
    pub on_expired: Callback<()>,
}

/// One way to confirm in sight, the others at hand.
#[component]
pub fn Second(props: &SecondProps) -> Html {
    let lang = use_lang();
    let first = props.factors.first().copied().unwrap_or(Factor::Sms);
    let chosen = use_state_eq(|| first);
    let sent = use_state(|| None::<(u32, CodeSent)>);
    let (sending, act) = (use_act(), use_act());
    let send = send_code(&sending, &sent, props.step_up.is_some());
    {
        // Chosen, or the only one: the code is on its way before anything is pressed.
        let send = send.clone();
        let known = sent.as_ref().map(|(_, sent)| sent.factor);
        use_effect_with(*chosen, move |&factor| {
            // Whoever looks at another way and comes back finds the code that is on its way.
            if matches!(factor, Factor::Sms | Factor::Email) && known != Some(factor) {
                send.emit(factor);
            }
        });
    }
    {
        let on_expired = props.on_expired.clone();
        let expired = [act.code(), sending.code()].contains(&Some(Code::FlowExpired));
        use_effect_with(expired, move |&expired| {
            if expired {
                on_expired.emit(());
            }
        });
    }
    let chose = use_state_eq(|| false);
    // The button that was pressed is gone: what it brought is where the reading goes on.
    use_effect_with(
        (*chosen, *chose, sent.as_ref().map(|(turn, _)| *turn)),
        |&(factor, chose, _)| {
            if chose {
                browser::focus_id(if factor == Factor::RecoveryCode {
                    RECOVERY_CODE
                } else {
                    CODE
                });
            }
        },
    );
    let choose = {
        let (chosen, act) = (chosen.clone(), act.clone());
        Callback::from(move |factor| {
            act.clear();
            chose.set(true);
            chosen.set(factor);
        })
    };
    let others: Vec<Factor> = props.factors.iter().copied().filter(|it| it != &*chosen).collect();
    let is_field_error = code_error(lang, &act).is_some();
    let problem = act.problem().filter(|_| !is_field_error).or(sending.problem());
    let parts =
        Parts { lang, props, act: &act, sending: &sending, sent: sent.as_ref(), send: &send };
    html! {
        <div class="stack">
            if let Some(problem) = problem {
                { refusal(lang, problem) }
            }
            { parts.draw(*chosen) }
            if !others.is_empty() {
                <div class="others">
                    <p class="field__label">{ text::OTHER_WAY.get(lang) }</p>
                    for factor in others {
                        <Button key={factor.wire()} kind={ButtonKind::Secondary}
                            on_click={choose.reform(move |()| factor)}>
                            { factor.text().get(lang) }
                        </Button>
                    }
                </div>
            }
        </div>
    }
}

fn send_code(
    sending: &Act,
    sent: &UseStateHandle<Option<(u32, CodeSent)>>,
    is_step_up: bool,
) -> Callback<Factor> {
    let (sending, sent) = (sending.clone(), sent.clone());
    Callback::from(move |factor| {
        let turn = sent.as_ref().map_or(0, |(turn, _)| turn + 1);
        let sent = sent.clone();
        let keep = move |answer| sent.set(Some((turn, answer)));
        let body = CodeRequest { factor };
        if is_step_up {
            sending.send(SendStepUpCode { body }, keep);
        } else {
            sending.send(SendSignInCode { body }, keep);
        }
    })
}

/// What the drawings of all ways share.
struct Parts<'a> {
    lang: Lang,
    props: &'a SecondProps,
    act: &'a Act,
    sending: &'a Act,
    sent: Option<&'a (u32, CodeSent)>,
    send: &'a Callback<Factor>,
}

impl Parts<'_> {
    fn draw(&self, factor: Factor) -> Html {
        match factor {
            Factor::Passkey => self.key(sign_in::USE_PASSKEY.get(self.lang), None),
            Factor::SecurityKey => {
                self.key(sign_in::USE_KEY.get(self.lang), Some(sign_in::TOUCH.get(self.lang)))
            }
            Factor::Totp => self.code(factor, text::TOTP_HINT.get(self.lang).into(), None),
            Factor::Sms | Factor::Email => self.sent_code(factor),
            Factor::RecoveryCode => html! {
                <RecoveryCode on_code={self.finish(factor)} busy={self.act.is_busy()}
                    error={code_error(self.lang, self.act)} />
            },
            Factor::Demo => self.demo(),
        }
    }

    fn code(&self, factor: Factor, hint: AttrValue, resend: Option<Resend>) -> Html {
        html! {
            <CodeStep key={factor.wire()} id={CODE} label={text::CODE.get(self.lang)} {hint} {resend}
                on_code={self.finish(factor)} busy={self.act.is_busy()}
                error={code_error(self.lang, self.act)} />
        }
    }

    fn sent_code(&self, factor: Factor) -> Html {
        let Some((turn, sent)) = self.sent.filter(|(_, sent)| sent.factor == factor) else {
            return html! {
                if self.sending.is_busy() {
                    <p role="status" class="muted">{ shared::shell::LOADING.get(self.lang) }</p>
                } else {
                    <p>
                        <Button on_click={self.send.reform(move |()| factor)}>
                            { links::SEND_CODE.get(self.lang) }
                        </Button>
                    </p>
                }
            };
        };
        let lang = self.lang;
        let on_send = self.send.clone();
        let resend = Resend {
            seconds: sent.resend_seconds,
            turn: *turn,
            busy: self.sending.is_busy(),
            on_resend: Callback::from(move |()| {
                on_send.emit(factor);
                say(text::CODE_SENT_AGAIN.get(lang));
            }),
        };
        self.code(factor, text::code_sent_to(lang, factor, &sent.to).into(), Some(resend))
    }

    /// A typed code goes to the server.
    fn finish(&self, factor: Factor) -> Callback<String> {
        let (act, props) = (self.act.clone(), self.props.clone());
        Callback::from(move |code: String| {
            let on_done = props.on_done.clone();
            let body = FactorCode { factor, code };
            let done = move |session| on_done.emit(session);
            if props.step_up.is_some() {
                act.send(FinishStepUp { body }, done);
            } else {
                act.send(FinishSignIn { body }, done);
            }
        })
    }

    fn key(&self, word: &'static str, hint: Option<&'static str>) -> Html {
        let (act, props) = (self.act.clone(), self.props.clone());
        let on_click = Callback::from(move |()| {
            let (is_step_up, on_done) = (props.step_up.is_some(), props.on_done.clone());
            act.run(move || {
                let on_done = on_done.clone();
                async move {
                    let session = if is_step_up {
                        let start = client::call(&StartPasskeyStepUp {}).await?;
                        let credential = credentials::show(&start.options, false, None).await?;
                        client::call(&FinishPasskeyStepUp { body: Credential { credential } })
                            .await?
                    } else {
                        let start = client::call(&StartSecurityKeySignIn {}).await?;
                        let credential = credentials::show(&start.options, false, None).await?;
                        let body = Credential { credential };
                        client::call(&FinishSecurityKeySignIn { body }).await?
                    };
                    Ok(Box::new(move || on_done.emit(session)) as Finish)
                }
            });
        });
        html! {
            <div class="stack">
                if !credentials::are_supported() {
                    <p>{ text::NO_PASSKEYS_HERE.get(self.lang) }</p>
                } else if let Some(hint) = hint {
                    <p class="muted">{ hint }</p>
                }
                <p>
                    <Button icon={Icon::Lock} busy={self.act.is_busy()} {on_click}
                        disabled={!credentials::are_supported()}>
                        { word }
                    </Button>
                </p>
            </div>
        }
    }

    fn demo(&self) -> Html {
        let Some(account) = self.props.step_up else { return Html::default() };
        let (act, on_done) = (self.act.clone(), self.props.on_done.clone());
        let on_click = Callback::from(move |()| {
            let on_done = on_done.clone();
            let body = DemoCredentials { account };
            act.send(DemoSignIn { body }, move |session| on_done.emit(session));
        });
        html! {
            <p>
                <Button busy={self.act.is_busy()} {on_click}>
                    { text::NO_CODE_NEEDED.get(self.lang) }
                </Button>
            </p>
        }
    }
}

#[derive(Properties, PartialEq)]
struct RecoveryCodeProps {
    on_code: Callback<String>,
    busy: bool,
    error: Option<AttrValue>,
}

#[component]
fn RecoveryCode(props: &RecoveryCodeProps) -> Html {
    let lang = use_lang();
    let value = use_state(String::new);
    let on_change = {
        let value = value.clone();
        Callback::from(move |typed| value.set(typed))
    };
    let onsubmit = {
        let (value, on_code) = (value.clone(), props.on_code.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if value.trim().is_empty() {
                browser::focus_id(RECOVERY_CODE);
            } else {
                on_code.emit(value.trim().to_owned());
            }
        })
    };
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <TextField id={RECOVERY_CODE} label={text::RECOVERY_CODE.get(lang)}
                hint={text::RECOVERY_CODE_HINT.get(lang)} value={(*value).clone()} {on_change}
                error={props.error.clone()} autocomplete="off" />
            <p><Button submits=true busy={props.busy}>{ text::CONFIRM.get(lang) }</Button></p>
        </form>
    }
}

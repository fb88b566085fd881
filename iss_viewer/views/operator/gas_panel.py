"""Gas and its last day: what is left in each tank, until when it makes up for the present loss, oxygen made aboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from iss_viewer.situation.gas_stores import (
    GasStore,
    Maker,
    content_text,
    gas_stores,
    last_day_text,
    made_text,
    oxygen_makers,
)
from iss_viewer.situation.moment import Moment
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import (
    OneLine,
    as_tip,
    clear,
    column,
    heading,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import Palette, set_role

_NO_TANK = "No gas is stored aboard: [[tanks]] tables in the station file tell what is."
_NO_MAKER = "Nothing aboard makes oxygen."


class GasPanel(QWidget):
    """All tanks together, each tank, and each machine that makes oxygen."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._drawn = context, LastDrawn()
        self._kinds: tuple[str, ...] = ()
        self.rows: list[StoreRow] = []
        self.makers: list[tuple[OneLine, OneLine]] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(9)
        page = QWidget()
        page.setLayout(self._list)
        self.setLayout(column(scrolled(page)))
        context.looks_changed.connect(self._drawn.forget)

    def show_moment(self, moment: Moment) -> None:
        """Every store at an instant."""
        stores, makers = gas_stores(moment), oxygen_makers(moment)
        days = tuple(last_day_text(moment, store) for store in stores)
        if not self._drawn.is_new(repr(stores), days, repr(makers), self._context.palette.name):
            return
        kinds = (*(store.name for store in stores), "", *(maker.name for maker in makers))
        if kinds != self._kinds:
            self._build(stores, makers)
            self._kinds = kinds
        for line, store, day in zip(self.rows, stores, days, strict=True):
            line.show_store(store, day, self._context.palette)
        for (name, made), maker in zip(self.makers, makers, strict=True):
            name.set_text(f"{maker.name} · {maker.place}")
            made.set_text(made_text(maker))

    def _build(self, stores: tuple[GasStore, ...], makers: tuple[Maker, ...]) -> None:
        clear(self._list)
        self.rows = [StoreRow(is_whole=store.tank is None) for store in stores]
        for line in self.rows:
            self._list.addWidget(line)
        if not stores:
            self._list.addWidget(label(_NO_TANK, "muted", wraps=True))
        self._list.addWidget(heading("Oxygen made aboard"))
        self.makers = [(OneLine(), OneLine()) for _ in makers]
        for name, made in self.makers:
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
            pair = row(name, made)
            pair.setStretch(0, 3)
            pair.setStretch(1, 1)
            self._list.addLayout(pair)
        if not makers:
            self._list.addWidget(label(_NO_MAKER, "muted", wraps=True))
        self._list.addStretch(1)


class StoreRow(QWidget):
    """A store: its name and content, a bar, and its last day with the band."""

    def __init__(self, is_whole: bool) -> None:
        super().__init__()
        self.name, self.content = OneLine(), label("")
        self.bar = FillBar(10 if is_whole else 7)
        self.day, self.band = label(""), OneLine("muted")
        if is_whole:
            set_role(self.day, "title")
        self.band.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        first = row(self.name, self.content)
        last = row(self.day, self.band)
        first.setStretch(0, 1)
        last.setStretch(1, 1)
        self.setLayout(column(first, self.bar, last, spacing=3))

    def show_store(self, store: GasStore, day: tuple[str, str], palette: Palette) -> None:
        """Fill it in."""
        said = content_text(store)
        self.name.set_text(store.name)
        set_text(self.content, said)
        self.bar.fill(store.share_1, palette)
        set_text(self.day, day[0][:1].upper() + day[0][1:])
        self.band.set_text(day[1])
        words = f"{store.name}: {said}, {', '.join(part for part in day if part)}"
        self.setAccessibleName(words)
        self.setToolTip(as_tip(words))


class FillBar(QWidget):
    """How full something is; dotted where that is not known."""

    def __init__(self, height_px: int) -> None:
        super().__init__()
        self._share = float("nan")
        self._palette: Palette | None = None
        letters.give_size(self, "setFixedHeight", height_px)

    def fill(self, share_1: float, palette: Palette) -> None:
        """Draw another share, from 0 to 1; NaN where it is not known."""
        self._share, self._palette = share_1, palette
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole as a trough, and what is left in it."""
        if self._palette is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_known = self._share == self._share
        style = Qt.PenStyle.SolidLine if is_known else Qt.PenStyle.DotLine
        painter.setPen(QPen(QColor(self._palette.edge), 1.0, style))
        painter.setBrush(QColor(self._palette.field))
        painter.drawRoundedRect(whole, 2, 2)
        if is_known and self._share > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._palette.soft))
            part = whole.adjusted(1, 1, -1, -1)
            part.setWidth(max(part.width() * min(self._share, 1.0), 1.0))
            painter.drawRoundedRect(part, 1, 1)
        painter.end()
